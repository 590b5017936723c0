// This room must not import cdktf, so cdktf's encoding of tokens is repeated here (cdktf/lib/tokens/private/encoding.js)
// and test/time/token.test.ts holds it against the real `Token.isUnresolved`.

/** A string token `${TfToken[…]}`, a list token `#{TfToken[…]}`, a map token `&{TfToken[…]}`. */
const TOKEN_MARKER = /[$#&]\{TfToken\[/;

/** A Terraform expression `${…}` or directive `%{…}`; doubled (`$${`, `%%{`) it is literal text to Terraform. */
const TEMPLATE = /(?<!\$)(?:\$\$)*\$\{|(?<!%)(?:%%)*%\{/;

/** How JavaScript writes a number token into a string. */
const HUGE_NEGATIVE = /-\d(?:\.\d+)?e\+\d{3}/g;

/** The top 16 bits of the double that stands for a number token, and for the element of a number-list token. */
const NUMBER_TOKEN_TAGS: readonly number[] = [0xfdff, 0xfbff];

/** Whether the value is a number that cdktf replaces at synthesis. */
export function isUnresolvedNumber(value: number): boolean {
  if (typeof value !== 'number') return false;
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return NUMBER_TOKEN_TAGS.includes(bytes.getUint16(0));
}

/**
 * Whether the text, or a part of it, is only known later: to cdktf at synthesis or to Terraform when it plans.
 * Unlike `Token.isUnresolved` this sees a number token that was interpolated (`P${n}D`); cdktf resolves that one as well.
 */
export function isUnresolvedString(value: string): boolean {
  if (typeof value !== 'string') return false;
  if (TOKEN_MARKER.test(value) || TEMPLATE.test(value)) return true;
  return (value.match(HUGE_NEGATIVE) ?? []).some((digits) => isUnresolvedNumber(Number(digits)));
}
