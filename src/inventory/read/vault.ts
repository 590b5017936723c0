import { before, isUnseen, Reading, written } from './reading';
import { Entity, VaultFacts } from '../entities';
import { ABSENT, Fact } from '../fact';
import { SourceResource } from '../source';

const ONE_WAY_DOOR = 'one-way-door:';

export function readVault(reading: Reading, base: Entity, source: SourceResource): VaultFacts {
  const { resolver } = reading;
  const text = (name: string) => resolver.string(source.attribute(name));
  const identity = resolver.block(source.attribute('identity'));
  return {
    ...base,
    kind: 'vault',
    name: text('name'),
    place: reading.places.of(source),
    location: reading.region(source.attribute('location')),
    redundancy: text('redundancy'),
    softDelete: text('soft_delete'),
    softDeleteDays: resolver.number(source.attribute('retention_duration_in_days')),
    immutability: text('immutability'),
    crossRegionRestore: crossRegionRestore(reading, source),
    identityType: identity.state === 'known' ? resolver.string(identity.value.type) : identity,
    principalId: identity.state === 'known' ? resolver.string(identity.value.principal_id) : ABSENT,
    understood: Object.fromEntries(
      Object.entries(source.notes)
        .filter(([name]) => name.startsWith(ONE_WAY_DOOR))
        .map(([name, reason]) => [name.slice(ONE_WAY_DOOR.length), reason]),
    ),
    before: before(source, (was) => readVault(reading, base, was)),
  };
}

/** Where nothing shows how it is written, azurerm's `false` may stand for an argument that was left out. */
function crossRegionRestore({ resolver }: Reading, source: SourceResource): Fact<boolean> {
  const name = 'cross_region_restore_enabled';
  const enabled = resolver.boolean(source.attribute(name));
  return enabled.state === 'known' && !enabled.value && isUnseen(written(source, name)) ? ABSENT : enabled;
}
