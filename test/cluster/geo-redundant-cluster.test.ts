import { TerraformOutput, TerraformStack } from 'cdktf';
import { GeoRedundantCluster, GeoRedundantClusterProps } from '../../src';
import { newGroup, newStack, synth } from '../kit';

test('try', () => {
  const stack = newStack();
  const group = newGroup(stack);
  const c = new GeoRedundantCluster(stack, 'Tenants', { resourceGroupName: group.name, location: group.location });
  new TerraformOutput(stack, 'o', { value: c.workerNames });
  new TerraformOutput(stack, 'p', { value: c.fullyQualifiedDomainName });
  console.log(JSON.stringify(synth(stack), null, 1));
});
