import { Source, SOURCES } from './source';

/** What the documents say of one Azure region. */
export interface RegionInfo {
  /** Programmatic name: `westeurope`. */
  readonly name: string;
  readonly displayName: string;
  /** Programmatic name of the pair; undefined where the source says that the region has none. */
  readonly pairedRegion?: string;
  /** Undefined where the source doesn't say. A service may still not use the zones of a region that has them. */
  readonly availabilityZones?: boolean;
  /** Open to chosen customers only, for disaster recovery inside a geography. */
  readonly restricted?: boolean;
  readonly source: Source;
}

const LIST = SOURCES.regionsList;
const GOVERNMENT = SOURCES.governmentRegions;

/**
 * Regions of the public cloud as the list of 2026-07-28 has them, and the US government regions whose pairs are published.
 * Not here, so that nothing is concluded of them: Sweden South (the list names it as Sweden Central's pair and has no row
 * for it), the US DoD regions and the regions in China (no dated copy with their pairs was found).
 *
 * Pairs that go one way only, as the source says: Brazil South, Brazil Southeast, India South Central, West India, West US 3
 * and US Gov Virginia.
 */
export const REGIONS: Readonly<Record<string, RegionInfo>> = {
  australiacentral: {
    name: 'australiacentral',
    displayName: 'Australia Central',
    pairedRegion: 'australiacentral2',
    availabilityZones: false,
    source: LIST,
  },
  australiacentral2: {
    name: 'australiacentral2',
    displayName: 'Australia Central 2',
    pairedRegion: 'australiacentral',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  australiaeast: {
    name: 'australiaeast',
    displayName: 'Australia East',
    pairedRegion: 'australiasoutheast',
    availabilityZones: true,
    source: LIST,
  },
  australiasoutheast: {
    name: 'australiasoutheast',
    displayName: 'Australia Southeast',
    pairedRegion: 'australiaeast',
    availabilityZones: false,
    source: LIST,
  },
  austriaeast: { name: 'austriaeast', displayName: 'Austria East', availabilityZones: true, source: LIST },
  belgiumcentral: { name: 'belgiumcentral', displayName: 'Belgium Central', availabilityZones: true, source: LIST },
  brazilsouth: {
    name: 'brazilsouth',
    displayName: 'Brazil South',
    pairedRegion: 'southcentralus',
    availabilityZones: true,
    source: LIST,
  },
  brazilsoutheast: {
    name: 'brazilsoutheast',
    displayName: 'Brazil Southeast',
    pairedRegion: 'brazilsouth',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  canadacentral: {
    name: 'canadacentral',
    displayName: 'Canada Central',
    pairedRegion: 'canadaeast',
    availabilityZones: true,
    source: LIST,
  },
  canadaeast: {
    name: 'canadaeast',
    displayName: 'Canada East',
    pairedRegion: 'canadacentral',
    availabilityZones: false,
    source: LIST,
  },
  centralindia: {
    name: 'centralindia',
    displayName: 'Central India',
    pairedRegion: 'southindia',
    availabilityZones: true,
    source: LIST,
  },
  centralus: {
    name: 'centralus',
    displayName: 'Central US',
    pairedRegion: 'eastus2',
    availabilityZones: true,
    source: LIST,
  },
  chilecentral: { name: 'chilecentral', displayName: 'Chile Central', availabilityZones: true, source: LIST },
  denmarkeast: { name: 'denmarkeast', displayName: 'Denmark East', availabilityZones: true, source: LIST },
  eastasia: {
    name: 'eastasia',
    displayName: 'East Asia',
    pairedRegion: 'southeastasia',
    availabilityZones: true,
    source: LIST,
  },
  eastus: { name: 'eastus', displayName: 'East US', pairedRegion: 'westus', availabilityZones: true, source: LIST },
  eastus2: {
    name: 'eastus2',
    displayName: 'East US 2',
    pairedRegion: 'centralus',
    availabilityZones: true,
    source: LIST,
  },
  francecentral: {
    name: 'francecentral',
    displayName: 'France Central',
    pairedRegion: 'francesouth',
    availabilityZones: true,
    source: LIST,
  },
  francesouth: {
    name: 'francesouth',
    displayName: 'France South',
    pairedRegion: 'francecentral',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  germanynorth: {
    name: 'germanynorth',
    displayName: 'Germany North',
    pairedRegion: 'germanywestcentral',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  germanywestcentral: {
    name: 'germanywestcentral',
    displayName: 'Germany West Central',
    pairedRegion: 'germanynorth',
    availabilityZones: true,
    source: LIST,
  },
  indiasouthcentral: {
    name: 'indiasouthcentral',
    displayName: 'India South Central',
    pairedRegion: 'centralindia',
    availabilityZones: true,
    source: LIST,
  },
  indonesiacentral: {
    name: 'indonesiacentral',
    displayName: 'Indonesia Central',
    availabilityZones: true,
    source: LIST,
  },
  israelcentral: { name: 'israelcentral', displayName: 'Israel Central', availabilityZones: true, source: LIST },
  italynorth: { name: 'italynorth', displayName: 'Italy North', availabilityZones: true, source: LIST },
  japaneast: {
    name: 'japaneast',
    displayName: 'Japan East',
    pairedRegion: 'japanwest',
    availabilityZones: true,
    source: LIST,
  },
  japanwest: {
    name: 'japanwest',
    displayName: 'Japan West',
    pairedRegion: 'japaneast',
    availabilityZones: true,
    source: LIST,
  },
  koreacentral: {
    name: 'koreacentral',
    displayName: 'Korea Central',
    pairedRegion: 'koreasouth',
    availabilityZones: true,
    source: LIST,
  },
  koreasouth: {
    name: 'koreasouth',
    displayName: 'Korea South',
    pairedRegion: 'koreacentral',
    availabilityZones: false,
    source: LIST,
  },
  malaysiawest: { name: 'malaysiawest', displayName: 'Malaysia West', availabilityZones: true, source: LIST },
  mexicocentral: { name: 'mexicocentral', displayName: 'Mexico Central', availabilityZones: true, source: LIST },
  newzealandnorth: { name: 'newzealandnorth', displayName: 'New Zealand North', availabilityZones: true, source: LIST },
  northcentralus: {
    name: 'northcentralus',
    displayName: 'North Central US',
    pairedRegion: 'southcentralus',
    availabilityZones: false,
    source: LIST,
  },
  northeurope: {
    name: 'northeurope',
    displayName: 'North Europe',
    pairedRegion: 'westeurope',
    availabilityZones: true,
    source: LIST,
  },
  norwayeast: {
    name: 'norwayeast',
    displayName: 'Norway East',
    pairedRegion: 'norwaywest',
    availabilityZones: true,
    source: LIST,
  },
  norwaywest: {
    name: 'norwaywest',
    displayName: 'Norway West',
    pairedRegion: 'norwayeast',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  polandcentral: { name: 'polandcentral', displayName: 'Poland Central', availabilityZones: true, source: LIST },
  qatarcentral: { name: 'qatarcentral', displayName: 'Qatar Central', availabilityZones: true, source: LIST },
  southafricanorth: {
    name: 'southafricanorth',
    displayName: 'South Africa North',
    pairedRegion: 'southafricawest',
    availabilityZones: true,
    source: LIST,
  },
  southafricawest: {
    name: 'southafricawest',
    displayName: 'South Africa West',
    pairedRegion: 'southafricanorth',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  southcentralus: {
    name: 'southcentralus',
    displayName: 'South Central US',
    pairedRegion: 'northcentralus',
    availabilityZones: true,
    source: LIST,
  },
  southindia: {
    name: 'southindia',
    displayName: 'South India',
    pairedRegion: 'centralindia',
    availabilityZones: false,
    source: LIST,
  },
  southeastasia: {
    name: 'southeastasia',
    displayName: 'Southeast Asia',
    pairedRegion: 'eastasia',
    availabilityZones: true,
    source: LIST,
  },
  spaincentral: { name: 'spaincentral', displayName: 'Spain Central', availabilityZones: true, source: LIST },
  swedencentral: {
    name: 'swedencentral',
    displayName: 'Sweden Central',
    pairedRegion: 'swedensouth',
    availabilityZones: true,
    source: LIST,
  },
  switzerlandnorth: {
    name: 'switzerlandnorth',
    displayName: 'Switzerland North',
    pairedRegion: 'switzerlandwest',
    availabilityZones: true,
    source: LIST,
  },
  switzerlandwest: {
    name: 'switzerlandwest',
    displayName: 'Switzerland West',
    pairedRegion: 'switzerlandnorth',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  uaecentral: {
    name: 'uaecentral',
    displayName: 'UAE Central',
    pairedRegion: 'uaenorth',
    availabilityZones: false,
    restricted: true,
    source: LIST,
  },
  uaenorth: {
    name: 'uaenorth',
    displayName: 'UAE North',
    pairedRegion: 'uaecentral',
    availabilityZones: true,
    source: LIST,
  },
  uksouth: { name: 'uksouth', displayName: 'UK South', pairedRegion: 'ukwest', availabilityZones: true, source: LIST },
  ukwest: { name: 'ukwest', displayName: 'UK West', pairedRegion: 'uksouth', availabilityZones: false, source: LIST },
  westcentralus: {
    name: 'westcentralus',
    displayName: 'West Central US',
    pairedRegion: 'westus2',
    availabilityZones: false,
    source: LIST,
  },
  westeurope: {
    name: 'westeurope',
    displayName: 'West Europe',
    pairedRegion: 'northeurope',
    availabilityZones: true,
    source: LIST,
  },
  westindia: {
    name: 'westindia',
    displayName: 'West India',
    pairedRegion: 'southindia',
    availabilityZones: false,
    source: LIST,
  },
  westus: { name: 'westus', displayName: 'West US', pairedRegion: 'eastus', availabilityZones: false, source: LIST },
  westus2: {
    name: 'westus2',
    displayName: 'West US 2',
    pairedRegion: 'westcentralus',
    availabilityZones: true,
    source: LIST,
  },
  westus3: { name: 'westus3', displayName: 'West US 3', pairedRegion: 'eastus', availabilityZones: true, source: LIST },
  usgovarizona: { name: 'usgovarizona', displayName: 'US Gov Arizona', pairedRegion: 'usgovtexas', source: GOVERNMENT },
  usgovtexas: { name: 'usgovtexas', displayName: 'US Gov Texas', pairedRegion: 'usgovarizona', source: GOVERNMENT },
  usgovvirginia: {
    name: 'usgovvirginia',
    displayName: 'US Gov Virginia',
    pairedRegion: 'usgovtexas',
    source: GOVERNMENT,
  },
};
