import { Complaint, undecided, Verdict } from './rule';
import { HOW_TO_KNOW_A_SERVER } from './subjects';
import { InstanceFacts, ServerFacts } from '../inventory/entities';
import { Fact, Link } from '../inventory/fact';

/** Why a fact isn't known. */
export function whyMissing(fact: Fact<unknown>, ifAbsent = 'it is not given'): string {
  return fact.state === 'unknown' ? fact.why : ifAbsent;
}

/** Why what a link leads to isn't known. */
export function whyUnlinked(link: Link<unknown>, noun: string): string {
  switch (link.state) {
    case 'unknown':
      return `which ${noun} it is for is unknown: ${link.why}`;
    case 'outside':
      return `nothing is known of ${link.id}`;
    default:
      return `no ${noun} is named`;
  }
}

/** Why it isn't known which server an instance protects; undefined where it is. */
export function whyNoServer({ server }: InstanceFacts): string | undefined {
  if (server.state === 'unknown') return whyUnlinked(server, 'server');
  const oneOf = server.state === 'resolved' ? server.target.oneOf : undefined;
  return oneOf && `which server it is for is unknown: ${oneOf.why}`;
}

/** What isn't managed here can't be looked up either: its author has to say it. */
export function undecidedServer(
  server: ServerFacts,
  what: string,
  why: string,
  rest: Partial<Complaint> = {},
): Verdict {
  return undecided(server, what, why, server.origin === 'managed' ? rest : { mend: HOW_TO_KNOW_A_SERVER, ...rest });
}
