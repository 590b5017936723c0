import { armType, AzapiArguments, AzapiTranslation, BACKUP_INSTANCE, FLEXIBLE_SERVERS, THROUGH_AZAPI } from './azapi';
import { AZAPI_ASSIGNMENT } from './azapi-assignment';
import { AZAPI_INSTANCE } from './azapi-instance';
import { AZAPI_POLICY } from './azapi-policy';
import { AZAPI_SERVER } from './azapi-server';
import { AZAPI_VAULT } from './azapi-vault';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { ResourceChange, SourceDocument, SourceResource } from '../source';
import { Value } from '../value';

/** By the type in the API, lower case. */
const TRANSLATIONS: ReadonlyMap<string, AzapiTranslation> = new Map([
  [FLEXIBLE_SERVERS, AZAPI_SERVER],
  ['microsoft.dataprotection/backupvaults', AZAPI_VAULT],
  ['microsoft.dataprotection/backupvaults/backuppolicies', AZAPI_POLICY],
  [BACKUP_INSTANCE, AZAPI_INSTANCE],
  ['microsoft.authorization/roleassignments', AZAPI_ASSIGNMENT],
]);

/** The same document, with what azapi makes as if azurerm did: rules know one kind of each. */
export function withAzapi(document: SourceDocument): SourceDocument {
  const { resources, removed = [] } = document;
  const isAzapi = ({ type }: SourceResource) => type === TYPES.azapi;
  if (!resources.some(isAzapi) && !removed.some(isAzapi)) return document;
  const resolver = new Resolver(document);
  const read = (source: SourceResource) => {
    const translation = isAzapi(source) ? translationOf(resolver, source) : undefined;
    return translation === undefined ? source : translated(resolver, source, translation);
  };
  return Object.create(document, {
    resources: { value: resources.map(read) },
    removed: { value: removed.map(read) },
    find: { value: undefined },
  }) as SourceDocument;
}

function translationOf(resolver: Resolver, source: SourceResource): AzapiTranslation | undefined {
  if (source.mode !== 'managed') return undefined;
  const type = armType(resolver, source);
  const was = source.change?.before('type');
  const translation = TRANSLATIONS.get(
    type.state === 'known' ? type.value.type : typeof was === 'string' ? was.split('@')[0].toLowerCase() : '',
  );
  // What a plan takes away has nothing but what it was.
  const own = (name: string) => (type.state === 'known' ? source.attribute(name) : source.change?.before(name));
  return translation?.applies?.(new AzapiArguments(resolver, own)) === false ? undefined : translation;
}

function translated(resolver: Resolver, source: SourceResource, translation: AzapiTranslation): SourceResource {
  const { change } = source;
  const reading = (own: (name: string) => Value) => {
    const azapi = new AzapiArguments(resolver, own);
    return (name: string) => translation.argument(azapi, name);
  };
  const attribute = reading((name) => source.attribute(name));
  const written = (name: string) => {
    const found = translation.written?.(resolver, source, name);
    return found === undefined ? attribute(name) : found.value;
  };
  const changed: ResourceChange | undefined = change && {
    actions: change.actions,
    replacePaths: change.replacePaths,
    before: reading((name) => change.before(name)),
  };
  return Object.create(source, {
    type: { value: translation.type },
    notes: { value: { ...source.notes, [THROUGH_AZAPI]: 'yes' } },
    attribute: { value: attribute },
    written: { value: written },
    change: { value: changed },
  }) as SourceResource;
}
