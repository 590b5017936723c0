import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from '@cdktf/hcl2json';
import { ROOT } from './snippets';
import { assemble } from '../../src/inventory/assemble';
import { BackupInventory } from '../../src/inventory/inventory';
import { ChangeAction, SourceDocument, SourceResource } from '../../src/inventory/source';
import { Value } from '../../src/inventory/value';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { Rule, RuleExample, Verdict } from '../../src/rules/rule';
import { readText } from '../../src/validation/readers/read';

type Body = Record<string, unknown>;
type Blocks = Record<string, Record<string, Body[]>>;
type Configuration = Record<string, unknown> & { resource?: Blocks };

/** A line that takes a resource of the estate away. */
const MISSING = /^# (\w+\.\w+) is missing$/gm;

/** The estate that the examples change, as JSON. */
async function estate(): Promise<Configuration> {
  const file = join(ROOT, 'docs', 'rules', 'estate.tf');
  return (await parse(file, readFileSync(file, 'utf8'))) as Configuration;
}

/** The estate with the example's resources over its own, argument by argument. */
async function withExample(hcl: string): Promise<Configuration> {
  const whole = await estate();
  const resources: Blocks = { ...whole.resource };
  for (const [, address] of hcl.matchAll(MISSING)) {
    const [type, name] = address.split('.');
    if (resources[type]?.[name] === undefined) throw new Error(`${address} is not in the estate`);
    resources[type] = Object.fromEntries(Object.entries(resources[type]).filter(([other]) => other !== name));
  }
  const { resource = {}, ...rest } = (await parse('example.tf', hcl)) as Configuration;
  for (const [type, blocks] of Object.entries(resource)) {
    for (const [name, [body]] of Object.entries(blocks)) {
      const base = resources[type]?.[name]?.[0];
      resources[type] = { ...resources[type], [name]: [{ ...base, ...body }] };
    }
  }
  const variable = { ...(whole.variable as object), ...(rest.variable as object | undefined) };
  return { ...whole, ...rest, variable, resource: counted(resources) };
}

/** Blocks whose `count` is a number, as a plan shows them: one for each. */
function counted(resources: Blocks): Blocks {
  return Object.fromEntries(
    Object.entries(resources).map(([type, blocks]) => [
      type,
      Object.fromEntries(
        Object.entries(blocks).flatMap(([name, [{ count, ...body }]]) =>
          typeof count === 'number'
            ? Array.from({ length: count }, (_, index) => [`${name}_${index}`, [numbered(body, index)]])
            : [[name, [count === undefined ? body : { count, ...body }]]],
        ),
      ),
    ]),
  );
}

function numbered(body: Body, index: number): Body {
  return JSON.parse(JSON.stringify(body).replace(/\$\{count\.index\}/g, String(index))) as Body;
}

async function documentOf(configuration: Configuration): Promise<SourceDocument> {
  const { document } = await readText('main.tf.json', JSON.stringify(configuration));
  return document;
}

/** The plan from what was applied to what is written. */
function planned(after: SourceDocument, before: SourceDocument, plan: RuleExample['plan'] = {}): SourceDocument {
  const was = new Map(before.resources.map((resource) => [resource.address, resource]));
  const is = new Set(after.resources.map(({ address }) => address));
  const change = (actions: readonly ChangeAction[], old: SourceResource | undefined) => ({
    actions,
    before: (name: string): Value => (old === undefined ? undefined : applied(old, name)),
    replacePaths: [],
  });
  const view = (resource: SourceResource, actions: readonly ChangeAction[]): SourceResource =>
    Object.create(resource, { change: { value: change(actions, was.get(resource.address)) } }) as SourceResource;
  return {
    resources: after.resources.map((resource) =>
      view(resource, plan[resource.address] ?? (was.has(resource.address) ? ['update'] : ['create'])),
    ),
    removed: before.resources.filter(({ address }) => !is.has(address)).map((resource) => view(resource, ['delete'])),
    described: after.described,
    azurerm: after.azurerm,
    between: (key) => after.between?.(key) ?? [],
  };
}

/** What has been applied has its ids. */
function applied(resource: SourceResource, name: string): Value {
  const id = (address: string) => `/subscriptions/00000000-0000-0000-0000-000000000001/${address}`;
  if (name === 'id') return id(resource.address);
  const value = resource.attribute(name);
  return name.endsWith('_id') ? id(String(value).replace(/\.id$/, '')) : value;
}

/** The inventory of an example. */
export async function inventoryOf({ hcl, applied: before, plan }: RuleExample): Promise<BackupInventory> {
  const document = await documentOf(await withExample(hcl));
  if (before === undefined) return assemble(document);
  return assemble(planned(document, await documentOf(await withExample(before)), plan));
}

/** The day on which the examples are judged. */
export const EXAMPLES_NOW = '2026-11-20';

/** What the rule says of an example. */
export async function judgeExample(rule: Rule, example: RuleExample, edition?: string): Promise<Verdict[]> {
  const matrix = edition === undefined ? SupportMatrix.DEFAULT : SupportMatrix.of(edition);
  if (rule.appliesTo?.(matrix._edition) === false) throw new Error(`${rule.id} doesn't run under ${matrix}`);
  return [...rule.evaluate(await inventoryOf(example), { edition: matrix._edition, now: EXAMPLES_NOW })];
}
