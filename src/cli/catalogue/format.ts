import { toPrintableJson } from '../../report/printable';
import { Call, OptionDefinition } from '../command';

/** How the commands print that say what there is to know. */
export const CATALOGUE_FORMAT: OptionDefinition = {
  name: 'format',
  value: 'FORMAT',
  says: 'how to print it, text by itself',
  values: ['text', 'json', 'markdown'],
};

/** The same things in each format. */
export interface Printable {
  readonly json: unknown;
  text(): string;
  markdown(): string;
}

export function printed(call: Call, { json, text, markdown }: Printable): string {
  switch (call.options.one(CATALOGUE_FORMAT.name)) {
    case 'json':
      return toPrintableJson(json);
    case 'markdown':
      return markdown();
    default:
      return text();
  }
}

/** Columns as wide as what they hold; the last runs on. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}
