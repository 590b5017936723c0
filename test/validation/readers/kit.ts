import { readFileSync } from 'fs';
import { join } from 'path';
import { assemble } from '../../../src/inventory/assemble';
import { combine } from '../../../src/inventory/combine';
import { BackupInventory } from '../../../src/inventory/inventory';
import { SourceDocument, SourceResource } from '../../../src/inventory/source';
import { SupportMatrix } from '../../../src/matrix/support-matrix';
import { RULES } from '../../../src/rules/registry';
import { judge } from '../../../src/validation/engine';
import { Profile } from '../../../src/validation/profile';
import { InputError, ReadInput, readText } from '../../../src/validation/readers/read';
import { NOW } from '../../kit';

const PLANS = join(__dirname, '..', '..', 'plans');

/** A plan or state that real Terraform printed, see `test/plans/generate.ts`. */
export function shown(name: string): string {
  return readFileSync(join(PLANS, `${name}.json`), 'utf8');
}

export async function estateOf(...texts: string[]): Promise<BackupInventory> {
  const inputs = await Promise.all(texts.map((text, at) => readText(`input-${at}`, text)));
  return assemble(combine(inputs.map(({ document }) => document)));
}

/** `PGB401 violated azurerm_postgresql_flexible_server.orders`, sorted, each once. */
export function findings(...documents: SourceDocument[]): string[] {
  const { findings: found } = judge(assemble(combine(documents)), RULES, {
    edition: SupportMatrix.DEFAULT._edition,
    profiles: [Profile.RECOMMENDED._data],
    now: NOW,
    acknowledgements: [],
  });
  return [...new Set(found.map(({ finding }) => `${finding.rule} ${finding.outcome} ${finding.resource}`))].sort();
}

/** Findings of one rule, without its id. */
export function findingsOf(rule: string, ...documents: SourceDocument[]): string[] {
  return findings(...documents)
    .filter((finding) => finding.startsWith(`${rule} `))
    .map((finding) => finding.slice(rule.length + 1));
}

export function resource({ resources }: SourceDocument, address: string): SourceResource {
  const found = resources.find((each) => each.address === address);
  if (found === undefined) {
    throw new Error(`${address} is not among ${resources.map((each) => each.address).join(', ')}`);
  }
  return found;
}

/** What the one line of the refusal says. */
export async function refusal(reading: () => Promise<unknown>): Promise<string> {
  try {
    await reading();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toMatch(/\n|\u001b|\u0000/);
    return message;
  }
  throw new Error('nothing was refused');
}

export type { ReadInput };
