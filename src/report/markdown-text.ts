import { pieces } from './inline';

/** Only `https` leads out of a report; any other address is text. */
export function link(text: string, url: string): string {
  return /^https:\/\/[^\s<>()[\]\\"`|]+$/.test(url) ? `[${plain(text)}](${url})` : `${plain(text)} (${plain(url)})`;
}

/** A sentence of a rule, with what stands between backticks as code. */
export function sentence(text: string): string {
  return pieces(text)
    .map((piece) => (piece.code ? code(piece.text) : plain(piece.text)))
    .join('');
}

/**
 * Text that shows as it is written. What GitHub makes a link of after Markdown is done with it (mentions, addresses,
 * issue numbers) can't be escaped, only shown as code.
 */
export function plain(text: string): string {
  return text.replace(/\S+/g, (word) =>
    /@|:\/\/|www\.|#\d/i.test(word) ? code(word) : word.replace(/[\\`*_[\]<>&~$|]/g, '\\$&'),
  );
}

/** Fenced by more backticks than there are in it. */
export function code(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return text === '' ? '' : `${fence}${pad}${text}${pad}${fence}`;
}
