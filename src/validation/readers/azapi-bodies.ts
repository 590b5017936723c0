import { isObject } from './json';

/** One call, of which nothing is said that its argument is one expression: whoever reads it finds out. */
const ENCODED = /^\$\{\s*jsonencode\(([^]*)\)\s*\}$/;

/**
 * Puts what `jsonencode` is given in the place of its result, where an azapi resource has that for its body: azapi 1 takes
 * bodies as JSON, azapi 2 the objects themselves.
 * @param parse reads HCL as Terraform's JSON syntax; throws where it is none
 */
export async function openBodies(
  content: Record<string, unknown>,
  parse: (text: string) => Promise<Record<string, unknown>>,
): Promise<void> {
  const resources = isObject(content.resource) ? content.resource : {};
  for (const [type, blocks] of Object.entries(resources)) {
    if (!type.startsWith('azapi_') || !isObject(blocks)) continue;
    for (const block of Object.values(blocks).flat() as Record<string, unknown>[]) {
      const [, given] = ENCODED.exec(typeof block.body === 'string' ? block.body : '') ?? [];
      if (given === undefined) continue;
      const { body } = await parse(`body = ${given}`).catch((): Record<string, unknown> => ({}));
      if (isObject(body)) block.body = body;
    }
  }
}
