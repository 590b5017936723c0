import { entity, EntityOptions, Reading, SourceEntity } from './reading';
import {
  InstanceFacts,
  NamedResource,
  PolicyFacts,
  ServerFacts,
  SingleServerInstanceFacts,
  VaultFacts,
  Workload,
} from '../entities';
import { ABSENT, Fact, known, Link, unknown } from '../fact';
import { OTHER_TYPES, POLICIES } from '../resource-types';
import { SourceResource } from '../source';
import { alike, OneOf, Reference, Value } from '../value';

/** What policies and instances may be linked to. */
export interface Links {
  vault(value: Value): Link<VaultFacts>;
  policy(value: Value): Link<PolicyFacts>;
  server(value: Value): Link<ServerFacts>;
}

export class Instance extends SourceEntity implements InstanceFacts {
  public readonly kind = 'instance';
  private linkedVault: Link<VaultFacts> | undefined;
  private linkedPolicy: Link<PolicyFacts> | undefined;
  private linkedServer: Link<ServerFacts> | undefined;
  private knownLocation: Fact<string> | undefined;

  public constructor(
    reading: Reading,
    resource: SourceResource,
    private readonly links: Links,
    options?: EntityOptions,
  ) {
    super(reading, resource, options);
  }

  public get name() {
    return this.text('name');
  }

  public get vault() {
    return (this.linkedVault ??= this.links.vault(this.value('vault_id')));
  }

  public get policy() {
    return (this.linkedPolicy ??= this.links.policy(this.value('backup_policy_id')));
  }

  public get server() {
    return (this.linkedServer ??= this.links.server(this.value('server_id')));
  }

  public get serverId() {
    return this.reading.identifier(this.value('server_id'));
  }

  public get location() {
    return (this.knownLocation ??= this.reading.region(this.value('location')));
  }

  public get datasource(): Fact<NamedResource> {
    const { server } = this;
    // What is managed or read as a server is one.
    if (server.state === 'resolved' && server.target.origin !== 'described') {
      return known({ kind: 'flexibleServer', text: server.target.address });
    }
    return namedBy(this.reading, this.resource, 'server_id');
  }

  public get policyWorkload() {
    return this.policy.state === 'resolved'
      ? FOR_FLEXIBLE_SERVERS
      : policyWorkload(this.reading, this.value('backup_policy_id'));
  }

  public get policyId() {
    return this.reading.azureId(this.value('backup_policy_id'));
  }

  public get before() {
    return this.beforeBy((was) => new Instance(this.reading, was, this.links, this.options));
  }
}

const FOR_FLEXIBLE_SERVERS: Fact<Workload> = known('flexibleServer');

export function readSingleServerInstance(reading: Reading, source: SourceResource): SingleServerInstanceFacts {
  return {
    ...entity(source),
    kind: 'singleServerInstance',
    datasource: namedBy(reading, source, 'database_id'),
  };
}

/** What an id names, unless it may go on: a plan doesn't show the text around a reference. */
function namedBy(reading: Reading, source: SourceResource, argument: string): Fact<NamedResource> {
  const id = source.attribute(argument);
  const named = reading.ids.kindOf(id);
  if (source.change === undefined || !(id instanceof Reference) || named.state !== 'known') return named;
  const { kind, text } = named.value;
  const scope = kind === 'other' ? reading.scope(id).kind : undefined;
  const mayGoOn = scope === 'resourceGroup' || scope === 'subscription' || kind === 'singleServer';
  return mayGoOn ? unknown(`a plan doesn't show what is put behind ${text}`) : named;
}

/** What the policy was made for: the resource says it. */
function policyWorkload({ resolver, ids }: Reading, policy: Value): Fact<Workload> {
  const link = ids.link(policy, POLICIES);
  if (link.state === 'absent' || link.state === 'outside') return ABSENT;
  if (link.state === 'resolved') return FOR_FLEXIBLE_SERVERS;
  const found = resolver.follow(policy);
  const candidates = found instanceof OneOf ? found.candidates : [found];
  const type = alike(
    candidates.map((each) => (each instanceof Reference ? resolver.resource(each.key)?.type : undefined)),
  );
  if (type === undefined) return unknown(link.why);
  if (POLICIES.has(type)) return FOR_FLEXIBLE_SERVERS;
  return known(type === OTHER_TYPES.singleServerPolicy ? 'singleServer' : 'other');
}
