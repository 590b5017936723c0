/** A text as one word of bash, whatever is in it. */
export function bashQuote(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}

/** The same, as people write it where it is harmless. */
export function bashWord(text: string): string {
  return /^[A-Za-z0-9_@%+:,./-]+$/.test(text) ? text : bashQuote(text);
}

/** A text as one string of PowerShell, to which typographic apostrophes are apostrophes too. */
export function powershellQuote(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
