import { root } from './folders';
import { findingsOf } from './kit';
import { readText } from '../../../src/validation/readers/read';

const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview';
const CLUSTER = 'azapi_resource.c';
const NODES = { variable: { nodes: { default: 1 } } };

/** The same cluster in HCL, in Terraform's JSON syntax and in a synthesized stack, as files and in folders. */
async function said(body: string): Promise<readonly (readonly string[])[]> {
  const hcl = `resource "azapi_resource" "c" {\n  type = "${TYPE}"\n  name = "tenants"\n  body = ${body}\n}\n`;
  const cluster = { type: TYPE, name: 'tenants', body: `\${${body}}` };
  const json = { ...NODES, resource: { azapi_resource: { c: cluster } } };
  const listed = { ...NODES, resource: [{ azapi_resource: [{ c: [cluster] }] }] };
  const synthesized = { '//': { metadata: { stackName: 's' } }, ...json };
  const documents = await Promise.all([
    readText('main.tf', `${hcl}variable "nodes" {\n  default = 1\n}\n`),
    readText('main.tf.json', JSON.stringify(json)),
    readText('main.tf.json', JSON.stringify(listed)),
    readText('cdk.tf.json', JSON.stringify(synthesized)),
    root({ 'root/main.tf.json': JSON.stringify(json) }),
    root({ 'root/main.tf': hcl, 'root/variables.tf.json': JSON.stringify(NODES) }),
  ]);
  return documents.map(({ document }) => findingsOf('PGB805', document));
}

test.each([
  ['one node', 'jsonencode({properties={enableGeoBackup=true,nodeCount=1}})', [`violated ${CLUSTER}`]],
  ['one node, as cdktf writes it', 'jsonencode({"properties" = {"nodeCount" = 1}})', [`violated ${CLUSTER}`]],
  ['two nodes', 'jsonencode({ properties = { nodeCount = 2 } })', []],
  ['something else', 'jsonencode(local.body)', [`undecided ${CLUSTER}`]],
  ['two calls', 'jsonencode({ a = 1 }) == jsonencode({ b = 2 })', [`undecided ${CLUSTER}`]],
  ['what goes too deep', `jsonencode(${'['.repeat(300)}1${']'.repeat(300)})`, [`undecided ${CLUSTER}`]],
])('a body as JSON is the same in every form: %s', async (name, body, expected) => {
  if (name === 'what goes too deep') {
    const json = { resource: { azapi_resource: { c: { type: TYPE, name: 'tenants', body: `\${${body}}` } } } };
    const { document } = await readText('main.tf.json', JSON.stringify(json));
    expect(findingsOf('PGB805', document)).toEqual(expected);
    return;
  }
  const all = await said(body);
  expect(all).toEqual(all.map(() => expected));
});

test('a variable of a stack has no value yet, as in all of its arguments', async () => {
  const body = 'jsonencode({ properties = { nodeCount = var.nodes } })';
  const [hcl, json, , stack] = await said(body);
  expect([hcl, json, stack]).toEqual([[`violated ${CLUSTER}`], [`violated ${CLUSTER}`], [`undecided ${CLUSTER}`]]);
});
