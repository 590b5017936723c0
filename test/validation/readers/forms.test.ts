import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { toHcl } from './hcl-text';
import { findings, shown } from './kit';
import { readInputs } from '../../../src/cli/inputs';
import { SourceDocument } from '../../../src/inventory/source';
import { readText } from '../../../src/validation/readers/read';
import { readTree } from '../../../src/validation/readers/tree';
import { brokenEstate } from '../../plans/broken';
import { temporaryFolder } from '../../temporary';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples', 'typescript');

type Form = 'tree' | 'synthesized' | 'hcl' | 'plan' | 'state';

/** The app of an example, synthesized. */
function example(name: string): App {
  process.env.CDKTF_OUTDIR = temporaryFolder();
  const synth = jest.spyOn(App.prototype, 'synth');
  jest.requireActual(join(EXAMPLES, name, 'main.ts'));
  return synth.mock.contexts.at(-1) as unknown as App;
}

function broken(): App {
  const app = new App({ outdir: temporaryFolder() });
  brokenEstate(app);
  app.synth();
  return app;
}

async function forms(
  name: string,
  app: App,
): Promise<Partial<Record<Form, SourceDocument>> & Record<'tree' | 'synthesized', SourceDocument>> {
  const read = async (text: string) => (await readText(name, text)).document;
  const [synthesized] = await readInputs([app.outdir], () => Promise.reject(new Error()), '/');
  const [stack] = readdirSync(join(app.outdir, 'stacks'));
  const json = JSON.parse(readFileSync(join(app.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  return {
    tree: readTree(app),
    synthesized: synthesized.document,
    hcl: await read(toHcl(json)),
    plan: await read(shown(name)),
    // Azure refuses what is broken, so there is no state of it.
    ...(name !== 'broken' && { state: await read(shown(`${name}-state`)) }),
  };
}
interface Difference {
  readonly lacks?: readonly string[];
  readonly adds?: readonly string[];
}

/** What a form knows less of than the construct tree, or more. Everything else is the same. */
const DIFFERENCES: Readonly<Record<string, Readonly<Partial<Record<Form, Difference>>>>> = {
  quickstart: {
    // That the names made by our constructs are well-formed is said in the tree alone; a plan works them out.
    synthesized: { adds: ['PGB509 undecided (4)'] },
    hcl: { adds: ['PGB509 undecided (4)'] },
    plan: {},
    state: {},
  },
  full: {
    // So is `OneWayDoor.understood`.
    synthesized: { adds: ['PGB504 violated (1)', 'PGB509 undecided (6)'] },
    hcl: { adds: ['PGB504 violated (1)', 'PGB509 undecided (6)'] },
    // Variables have their values.
    plan: { lacks: ['PGB106 undecided (1)', 'PGB706 undecided (1)'], adds: ['PGB504 violated (1)'] },
    // Where a password comes from isn't in a state.
    state: {
      lacks: ['PGB106 undecided (1)', 'PGB706 undecided (1)'],
      adds: ['PGB504 violated (1)', 'PGB902 undecided (1)'],
    },
  },
  broken: {
    synthesized: {},
    hcl: {},
    // Whether a server is new is only known where there is a state.
    plan: { lacks: ['PGB412 undecided (1)'] },
  },
};

describe.each(Object.entries(DIFFERENCES))('the estate %s', (name, differences) => {
  let documents: Awaited<ReturnType<typeof forms>>;
  let expected: readonly string[];

  beforeAll(async () => {
    documents = await forms(name, name === 'broken' ? broken() : example(name));
    expected = findings(documents.tree);
  }, 60_000);

  test('has something to find, where it is not the one that we show first', () => {
    if (name === 'quickstart') expect(expected).toEqual([]);
    else expect(expected.length).toBeGreaterThan(1);
  });

  test.each(Object.entries(differences))(
    'as %s has the findings of its construct tree',
    (form, { lacks = [], adds = [] }) => {
      const own = findings(documents[form as Form]!);
      expect(byRule(expected.filter((finding) => !own.includes(finding)))).toEqual(lacks);
      expect(byRule(own.filter((finding) => !expected.includes(finding)))).toEqual(adds);
    },
  );
});

/** `PGB509 undecided (4)` */
function byRule(found: readonly string[]): string[] {
  const kinds = found.map((finding) => finding.split(' ').slice(0, 2).join(' '));
  return [...new Set(kinds)].map((kind) => `${kind} (${kinds.filter((other) => other === kind).length})`);
}

test('a stack has the same keys and paths in the tree and in its file, so that a finding is the same one', async () => {
  const { tree, synthesized } = await forms('broken', broken());
  const places = ({ resources }: SourceDocument) =>
    resources.map(({ key, address, path }) => [key, address, path]).sort();
  expect(places(synthesized)).toEqual(places(tree));
});
