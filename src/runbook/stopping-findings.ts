import { Protection } from './protection';
import { Finding, Outcome, Severity } from '../findings/finding';

/** What these find stops a restore, or may; of all other rules only errors do, since they leave no backup behind. */
const OF_RESTORES: ReadonlySet<string> = new Set(['PGB107', 'PGB601', 'PGB602', 'PGB603', 'PGB604', 'PGB605']);

/** What was found of a server's protection that has to be mended before it is restored, the surest first. */
export function stoppingFindings(findings: readonly Finding[], protection: Protection): readonly Finding[] {
  const { server, instance, vault, policy, target, account, container } = protection;
  const about = [server, instance, vault, policy, target?.on, account, container].flatMap((entity) => entity ?? []);
  const keys = new Set(about.map((entity) => key(entity.address, entity.path)));
  return findings
    .filter(({ resource, path }) => keys.has(key(resource, path)))
    .filter(({ rule, severity, outcome }) =>
      OF_RESTORES.has(rule) ? true : severity === Severity.ERROR && outcome === Outcome.VIOLATED,
    )
    .sort((a, b) => weight(a) - weight(b));
}

function weight({ rule, outcome }: Finding): number {
  return (outcome === Outcome.VIOLATED ? 0 : 2) + (OF_RESTORES.has(rule) ? 0 : 1);
}

function key(address: string, path: string | undefined): string {
  return `${path ?? ''}\n${address}`;
}
