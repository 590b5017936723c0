import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Cuts the waits for roles of a synthesized stack to a second, in place, and answers how long they were: in a twin a role
 * has its effect at once, if it isn't told otherwise.
 */
export function cutWaits(stack: string): string[] {
  const file = join(stack, 'cdk.tf.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  const durations = new Set<string>();
  for (const sleep of Object.values<any>(config.resource?.time_sleep ?? {})) {
    durations.add(sleep.create_duration);
    sleep.create_duration = '1s';
  }
  writeFileSync(file, JSON.stringify(config));
  return [...durations];
}
