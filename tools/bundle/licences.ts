import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wasm } from './hcl2json';

const ROOT = join(__dirname, '..', '..');
const TEXTS = join(__dirname, 'licences');

/** Licences that may be passed on in a bundle, as long as their texts come with it. */
const ACCEPTED = ['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BSD-3-Clause', 'MPL-2.0'];

interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly source: string;
  readonly text: string;
}

/** What the WebAssembly is made of. Its own list of modules is held against this one. */
const MODULES: Readonly<Record<string, { readonly licence: string; readonly text: string }>> = {
  'github.com/agext/levenshtein': { licence: 'Apache-2.0', text: 'agext-levenshtein.txt' },
  'github.com/apparentlymart/go-textseg/v15': { licence: 'MIT', text: 'apparentlymart-go-textseg.txt' },
  'github.com/hashicorp/hcl/v2': { licence: 'MPL-2.0', text: 'hashicorp-hcl.txt' },
  'github.com/mitchellh/go-wordwrap': { licence: 'MIT', text: 'mitchellh-go-wordwrap.txt' },
  'github.com/tmccombs/hcl2json': { licence: 'Apache-2.0', text: 'tmccombs-hcl2json.txt' },
  'github.com/zclconf/go-cty': { licence: 'MIT', text: 'zclconf-go-cty.txt' },
  'golang.org/x/text': { licence: 'BSD-3-Clause', text: 'golang-x-text.txt' },
};

/** Packages that come without the text of their licence. */
const WITHOUT_TEXT: Readonly<Record<string, string>> = { '@cdktf/hcl2json': 'hashicorp-hcl.txt' };

/** Name, version, source and licence of everything that isn't ours, from the files that were bundled. */
export function licences(inputs: readonly string[]): string {
  const parts = [...packages(inputs), ...modules(), goItself()];
  const refused = parts.filter(({ licence }) => !ACCEPTED.includes(licence));
  if (refused.length > 0) {
    throw new Error(`not to be bundled: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`);
  }
  const head = 'bin/azpgbackup.js contains these works of others, each under its own licence.\n';
  const list = parts.map(({ name, version, licence, source }) => `- ${name} ${version}, ${licence}, ${source}\n`);
  const texts = parts.map(({ name, version, text }) => `\n${'='.repeat(80)}\n${name} ${version}\n\n${text.trim()}\n`);
  return `${head}\n${list.join('')}${texts.join('')}`;
}

function packages(inputs: readonly string[]): Part[] {
  const folders = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...folders].sort().map((folder): Part => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const source = `https://www.npmjs.com/package/${name}/v/${version}`;
    return { name, version, licence: license, source, text: textOf(name, join(ROOT, folder)) };
  });
}

function textOf(name: string, folder: string): string {
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
  const kept = WITHOUT_TEXT[name];
  if (kept === undefined) throw new Error(`${name} comes without the text of its licence`);
  return readFileSync(join(TEXTS, kept), 'utf8');
}

/** The modules that Go writes into what it builds. */
function modules(): Part[] {
  const lines = wasm()
    .toString('latin1')
    .matchAll(/^dep\t(\S+)\t(v\S+)\t/gm);
  return [...lines].map(([, name, version]): Part => {
    const known = MODULES[name];
    if (known === undefined || !existsSync(join(TEXTS, known.text))) {
      throw new Error(`the licence of ${name} isn't here`);
    }
    const { licence, text } = known;
    return {
      name,
      version,
      licence,
      source: `https://pkg.go.dev/${name}@${version}`,
      text: readFileSync(join(TEXTS, text), 'utf8'),
    };
  });
}

function goItself(): Part {
  const version = /\bgo1\.\d+(?:\.\d+)?/.exec(wasm().toString('latin1'))?.[0] ?? '';
  const text = readFileSync(join(TEXTS, 'go.txt'), 'utf8');
  return { name: 'Go', version, licence: 'BSD-3-Clause', source: 'https://go.dev/', text };
}
