import { root } from './folders';
import { findingsOf, resource } from './kit';
import { Unknown } from '../../../src/inventory/value';
import { readText } from '../../../src/validation/readers/read';
import { variableType } from '../../../src/validation/readers/variable-types';

const SERVER = 'azurerm_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';

describe.each(['größe', 'サーバー', '_ö-1', 'ѕрв'])('a name may hold letters of any script: %s', (name) => {
  const server = `resource "${SERVER}" "${name}" {\n  name = "pg"\n}\n`;
  const protect = (id: string) => `resource "${INSTANCE}" "i" {\n  name = "i"\n  server_id = ${id}\n}\n`;

  test.each([
    ['a reference', `${SERVER}.${name}.id`, ''],
    ['a reference in a text', `"\${${SERVER}.${name}.id}"`, ''],
    ['a local', `local.${name}`, `locals {\n  ${name} = ${SERVER}.${name}.id\n}\n`],
    ['a part of a local', `local.all.${name}`, `locals {\n  all = { ${name} = ${SERVER}.${name}.id }\n}\n`],
    ['an index', `local.all[var.${name}]`, `locals {\n  all = { x = ${SERVER}.${name}.id }\n}\n`],
  ])('%s', async (_, id, rest) => {
    const variable = `variable "${name}" {\n  default = "x"\n}\n`;
    const { document } = await readText('main.tf', variable + rest + server + protect(id));
    expect(findingsOf('PGB901', document)).toEqual([]);
    expect(document.resources.map(({ line }) => line)).not.toContain(undefined);
    expect([...resource(document, `${INSTANCE}.i`).dependencies()]).toContain(`${SERVER}.${name}`);
  });

  test('in what isn’t followed', async () => {
    const { document } = await readText('main.tf', server + protect(`coalesce(${SERVER}.${name}.id)`));
    const value = resource(document, `${INSTANCE}.i`).attribute('server_id') as Unknown;
    expect(value.references.map(String)).toEqual([`${SERVER}.${name}.id`]);
  });

  test('of modules, of all that a block makes, and in types', async () => {
    const call = `module "${name}" {\n  source = "./m"\n  for_each = ${SERVER}.${name}\n  all = { ${name} = each.value.id, x = 1 }\n}\n`;
    const inner = `variable "all" {\n  type = object({ ${name} = string })\n}\n${protect(`var.all.${name}`)}`;
    const many = server.replace('{', '{\n  for_each = { a = 1 }');
    const { document } = await root({ 'root/main.tf': many + call, 'root/m/main.tf': inner });
    expect(findingsOf('PGB901', document)).toEqual([]);
    const [last] = document.resources.slice(-1);
    expect(last.address).toBe(`module.${name}["a"].${INSTANCE}.i`);
    expect([...document.between!(`module.${name}`)]).toEqual([last.key]);
    expect([...variableType(`object({ ${name} = optional(string, "x") })`)!.attributes!.keys()]).toEqual([name]);
  });
});
