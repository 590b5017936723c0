/**
 * Names in a plan are whatever somebody wrote. Shown to people, what can't be seen or would change how the rest is seen
 * is spelled out: control characters and terminal sequences, line breaks, directional and other invisible marks, halves
 * of surrogate pairs, and code points that are no characters (XML and HTML forbid them).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Build agents read commands out of what a step prints: Azure Pipelines `##vso[…]` and both `##[…]` anywhere in a line,
 * GitHub Actions `::…::` where a line starts.
 */
const AGENT_COMMAND = /##(?=\[|vso\[)/gi;
const LINE_COMMAND = /^(\s*):(?=:)/;

/** Nearly no text has any of it. */
const DOUBTFUL = /[^ -~]|##|^ *::/;

/** One line of text, safe on a terminal and in a build log. */
export function printableText(text: string): string {
  if (!DOUBTFUL.test(text)) return text;
  return text
    .replace(UNSEEN, (character) => SHORT[character] ?? escapeUnits(character))
    .replace(AGENT_COMMAND, '#\\u0023')
    .replace(LINE_COMMAND, '$1\\u003a');
}

/** The same data with every text in it printable. */
export function printable<T>(data: T): T {
  if (typeof data === 'string') return printableText(data) as T;
  if (Array.isArray(data)) return data.map(printable) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, printable(value)])) as T;
}

/** JSON of the same meaning, in which nothing acts on a terminal or a build agent that only prints it. */
export function toPrintableJson(data: unknown): string {
  const json = JSON.stringify(data, null, 2);
  // `JSON.stringify` escapes the controls of ASCII, and the line feeds that are left are its own.
  return `${json.replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits).replace(AGENT_COMMAND, '#\\u0023')}\n`;
}

function escapeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
