import { constants, isUtf8 } from 'buffer';
import { InputError } from './input-error';

/** A zip archive: `terraform plan -out` writes one. */
const ZIP = Buffer.from('PK\u0003\u0004');
const SAMPLE = 4096;
/** What stands for bytes that are no text, where it is written itself. */
const REPLACED = Buffer.from('\ufffd');

/** The text of a file or of standard input, in whatever encoding the shell that wrote it has. */
export function decode(name: string, bytes: Buffer): string {
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    throw new InputError(name, `has ${megabytes(bytes)} MB, more than can be read at once`);
  }
  if (bytes.subarray(0, ZIP.length).equals(ZIP)) {
    throw new InputError(
      name,
      'is a plan as Terraform saves it; run `terraform show -json PLAN > plan.json` and check that',
    );
  }
  const [first, second] = bytes;
  // PowerShell redirects into UTF-16 with a byte order mark; some tools leave the mark out.
  if (first === 0xff && second === 0xfe) return utf16(name, bytes.subarray(2));
  if (first === 0xfe && second === 0xff) return utf16(name, swapped(bytes.subarray(2)));
  if (first !== 0 && second === 0) return utf16(name, bytes);
  if (first === 0 && second !== 0 && second !== undefined) return utf16(name, swapped(bytes));
  const nul = bytes.subarray(0, SAMPLE).indexOf(0);
  if (nul >= 0) throw new InputError(name, `is not text: byte ${nul + 1} is NUL`);
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) throw notUtf8(name, bytes, text);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Says where the first byte is that isn't text: up to there each letter stands for its own bytes. */
function notUtf8(name: string, bytes: Buffer, text: string): InputError {
  let at = 0;
  let letter = -1;
  do {
    const next = text.indexOf('\ufffd', letter + 1);
    at += Buffer.byteLength(text.slice(letter + 1, next)) + (letter < 0 ? 0 : REPLACED.length);
    letter = next;
  } while (bytes.subarray(at, at + REPLACED.length).equals(REPLACED));
  const before = text.slice(0, letter);
  const position = { line: before.split('\n').length, column: letter - before.lastIndexOf('\n') };
  const byte = bytes[at].toString(16).toUpperCase();
  return new InputError(name, `is not text in UTF-8: byte ${at + 1} is 0x${byte}`, position);
}

function utf16(name: string, bytes: Buffer): string {
  const text = bytes.toString('utf16le');
  const nul = text.slice(0, SAMPLE).indexOf('\u0000');
  if (bytes.length % 2 !== 0 || nul >= 0) throw new InputError(name, 'is not text: it holds NUL bytes');
  return text;
}

function swapped(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16() : bytes;
}

function megabytes(bytes: Buffer): number {
  return Math.round(bytes.length / 1e6);
}
