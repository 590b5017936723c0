import { InputError } from './input-error';
import { JsonObject, member, objectsIn, stringMember } from './json';

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
        values: instance.attributes,
        depends_on: instance.dependencies,
      };
    });
  });
  return { values: { root_module: { resources } } };
}
