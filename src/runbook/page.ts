import { code, plain } from '../report/markdown-text';
import { printableText } from '../report/printable';

/** Text of the estate as code in a line of Markdown. */
export function shown(text: string): string {
  return code(printableText(text));
}

/** Text of the estate as text. */
export function said(text: string): string {
  return plain(printableText(text));
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** In a table a bar ends the cell, in code too. */
function cell(text: string): string {
  return text.replace(/(?<!\\)\|/g, '\\|');
}

/** Commands to copy, fenced by more backticks than there are in them. */
export function commands(language: string, ...lines: readonly string[]): string[] {
  const safe = lines.map(printableText);
  const longest = Math.max(
    2,
    ...safe.map((line) => (line.match(/`+/g) ?? []).reduce((n, run) => Math.max(n, run.length), 0)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...safe, fence, ''];
}

/** What is in settings.sh is known to a command that is copied out of the page, and to no other. */
export function withSettings(command: string): string {
  return /\$[A-Z]/.test(command) ? `(. ./settings.sh; ${command})` : command;
}
