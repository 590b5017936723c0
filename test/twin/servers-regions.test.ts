import { REGIONS } from '../../src/twin/regions';

describe('regions', () => {
  const regions = Object.entries(REGIONS);

  it('are named as they are displayed', () => {
    for (const [name, { displayName }] of regions) expect(displayName.toLowerCase().replaceAll(' ', '')).toBe(name);
  });

  it('are paired with each other, with few exceptions', () => {
    const pairs = regions.flatMap(([name, { pair }]) => (pair ? [{ name, pair, back: REGIONS[pair]?.pair }] : []));
    expect(pairs.filter(({ pair }) => !(pair in REGIONS))).toEqual([]);
    const oneWay = pairs.filter(({ name, back }) => back !== name).map(({ name, pair }) => `${name} ${pair}`);
    expect(oneWay).toEqual([
      'brazilsouth southcentralus',
      'brazilsoutheast brazilsouth',
      'indiasouthcentral centralindia',
      'westindia southindia',
      'westus3 eastus',
    ]);
  });
});
