import { blocksOf } from './blocks';
import { isObject, JsonObject } from './json';

/** One call, of which nothing is said that its argument is one expression: whoever reads it finds out. */
const ENCODED = /^\$\{\s*jsonencode\(([^]*)\)\s*\}$/;

/**
 * Puts what `jsonencode` is given in the place of its result, where an azapi resource has that for its body: azapi 1 takes
 * bodies as JSON, azapi 2 the objects themselves.
 * @param content a configuration in Terraform's JSON syntax
 * @param parse reads HCL as that; throws where it is none
 */
export async function openBodies(content: unknown, parse: (text: string) => Promise<JsonObject>): Promise<void> {
  for (const { labels, body: block } of blocksOf('resource', content)) {
    if (!labels[0].startsWith('azapi_')) continue;
    const [, given] = ENCODED.exec(typeof block.body === 'string' ? block.body : '') ?? [];
    if (given === undefined) continue;
    const { body } = await parse(`body = ${given}`).catch((): JsonObject => ({}));
    if (isObject(body)) (block as Record<string, unknown>).body = body;
  }
}
