import { InputError } from './input-error';
import { isObject, JsonObject, member, objectsIn, stringMember } from './json';

/** A state file as Terraform stores it, in the form in which `terraform show -json` prints states. */
export function shownState(name: string, stored: JsonObject): JsonObject {
  if (stored.version !== 4) {
    throw new InputError(
      name,
      `is a state of a version that is not known: \`version\` must be 4, got: ${String(stored.version)}; run \`terraform show -json\` and check what it prints`,
    );
  }
  const resources = objectsIn(stored.resources).flatMap((resource) => {
    const [mode, type, label] = ['mode', 'type', 'name'].map((each) => stringMember(resource, each));
    const module = stringMember(resource, 'module');
    const block = [module, mode === 'data' ? 'data' : undefined, type, label]
      .filter((part) => part !== undefined)
      .join('.');
    return objectsIn(resource.instances).map((instance) => {
      const index = instance.index_key;
      return {
        address: index === undefined || index === null ? block : `${block}[${JSON.stringify(index)}]`,
        module_address: module,
        mode,
        type,
        name: label,
        index,
        deposed_key: member(instance, 'deposed'),
        values: type?.startsWith('azapi_') === true ? unwrapped(instance.attributes) : instance.attributes,
        depends_on: instance.dependencies,
      };
    });
  });
  return { values: { root_module: { resources } } };
}

/** Where the value decides its type, as in `body` and `output` of azapi 2, the two are stored together. */
function unwrapped(attributes: unknown): unknown {
  if (!isObject(attributes)) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, isTyped(value) ? value.value : value]),
  );
}

function isTyped(value: unknown): value is JsonObject {
  return isObject(value) && Object.keys(value).sort().join() === 'type,value' && isType(value.type);
}

/** A type as Terraform writes it: `"string"`, `["list", "string"]`, `["object", { "name": "string" }]`. */
function isType(type: unknown): boolean {
  if (!Array.isArray(type)) return typeof type === 'string' && /^(?:string|number|bool|dynamic)$/.test(type);
  const [kind, of] = type as readonly unknown[];
  if (kind === 'object') return isObject(of);
  return kind === 'tuple' ? Array.isArray(of) : /^(?:list|set|map)$/.test(String(kind)) && of !== undefined;
}
