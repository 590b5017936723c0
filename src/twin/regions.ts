/**
 * Public regions, and the region that each is paired with. Typed in here, not taken from the library's support matrix:
 * the two are held against each other.
 */
export interface Region {
  readonly displayName: string;
  readonly pair?: string;
  /** Has availability zones. */
  readonly zones: boolean;
}

/**
 * "List of Azure regions", 2025-09-23, with the pairs of 2026-06-25. That list leaves out Sweden South and the regions of
 * Jio, which "Azure Database for PostgreSQL" (2025-12-22) serves or others are paired with, and those that only the support
 * matrix of elastic clusters (2026-09-28) names: of their zones and pairs nothing is published.
 */
export const REGIONS: Readonly<Record<string, Region>> = {
  australiacentral: { displayName: 'Australia Central', pair: 'australiacentral2', zones: false },
  australiacentral2: { displayName: 'Australia Central 2', pair: 'australiacentral', zones: false },
  australiaeast: { displayName: 'Australia East', pair: 'australiasoutheast', zones: true },
  australiasoutheast: { displayName: 'Australia Southeast', pair: 'australiaeast', zones: false },
  austriaeast: { displayName: 'Austria East', zones: true },
  belgiumcentral: { displayName: 'Belgium Central', zones: true },
  brazilsouth: { displayName: 'Brazil South', pair: 'southcentralus', zones: true },
  brazilsoutheast: { displayName: 'Brazil Southeast', pair: 'brazilsouth', zones: false },
  canadacentral: { displayName: 'Canada Central', pair: 'canadaeast', zones: true },
  canadaeast: { displayName: 'Canada East', pair: 'canadacentral', zones: false },
  centralindia: { displayName: 'Central India', pair: 'southindia', zones: true },
  centralus: { displayName: 'Central US', pair: 'eastus2', zones: true },
  chilecentral: { displayName: 'Chile Central', zones: true },
  denmarkeast: { displayName: 'Denmark East', zones: true },
  eastasia: { displayName: 'East Asia', pair: 'southeastasia', zones: true },
  eastus: { displayName: 'East US', pair: 'westus', zones: true },
  eastus2: { displayName: 'East US 2', pair: 'centralus', zones: true },
  francecentral: { displayName: 'France Central', pair: 'francesouth', zones: true },
  francesouth: { displayName: 'France South', pair: 'francecentral', zones: false },
  germanynorth: { displayName: 'Germany North', pair: 'germanywestcentral', zones: false },
  germanywestcentral: { displayName: 'Germany West Central', pair: 'germanynorth', zones: true },
  indiasouthcentral: { displayName: 'India South Central', pair: 'centralindia', zones: true },
  indonesiacentral: { displayName: 'Indonesia Central', zones: true },
  israelcentral: { displayName: 'Israel Central', zones: true },
  israelnorthwest: { displayName: 'Israel Northwest', zones: false },
  italynorth: { displayName: 'Italy North', zones: true },
  japaneast: { displayName: 'Japan East', pair: 'japanwest', zones: true },
  japanwest: { displayName: 'Japan West', pair: 'japaneast', zones: true },
  jioindiacentral: { displayName: 'Jio India Central', pair: 'jioindiawest', zones: false },
  jioindiawest: { displayName: 'Jio India West', pair: 'jioindiacentral', zones: false },
  koreacentral: { displayName: 'Korea Central', pair: 'koreasouth', zones: true },
  koreasouth: { displayName: 'Korea South', pair: 'koreacentral', zones: false },
  malaysiasouth: { displayName: 'Malaysia South', zones: false },
  malaysiawest: { displayName: 'Malaysia West', zones: true },
  mexicocentral: { displayName: 'Mexico Central', zones: true },
  newzealandnorth: { displayName: 'New Zealand North', zones: true },
  northcentralus: { displayName: 'North Central US', pair: 'southcentralus', zones: false },
  northeurope: { displayName: 'North Europe', pair: 'westeurope', zones: true },
  norwayeast: { displayName: 'Norway East', pair: 'norwaywest', zones: true },
  norwaywest: { displayName: 'Norway West', pair: 'norwayeast', zones: false },
  polandcentral: { displayName: 'Poland Central', zones: true },
  qatarcentral: { displayName: 'Qatar Central', zones: true },
  southafricanorth: { displayName: 'South Africa North', pair: 'southafricawest', zones: true },
  southafricawest: { displayName: 'South Africa West', pair: 'southafricanorth', zones: false },
  southcentralus: { displayName: 'South Central US', pair: 'northcentralus', zones: true },
  southcentralus2: { displayName: 'South Central US 2', zones: false },
  southeastasia: { displayName: 'Southeast Asia', pair: 'eastasia', zones: true },
  southeastus: { displayName: 'Southeast US', zones: false },
  southeastus3: { displayName: 'Southeast US 3', zones: false },
  southeastus5: { displayName: 'Southeast US 5', zones: false },
  southindia: { displayName: 'South India', pair: 'centralindia', zones: false },
  southwestus: { displayName: 'Southwest US', zones: false },
  spaincentral: { displayName: 'Spain Central', zones: true },
  swedencentral: { displayName: 'Sweden Central', pair: 'swedensouth', zones: true },
  swedensouth: { displayName: 'Sweden South', pair: 'swedencentral', zones: false },
  switzerlandnorth: { displayName: 'Switzerland North', pair: 'switzerlandwest', zones: true },
  switzerlandwest: { displayName: 'Switzerland West', pair: 'switzerlandnorth', zones: false },
  uaecentral: { displayName: 'UAE Central', pair: 'uaenorth', zones: false },
  uaenorth: { displayName: 'UAE North', pair: 'uaecentral', zones: true },
  uksouth: { displayName: 'UK South', pair: 'ukwest', zones: true },
  ukwest: { displayName: 'UK West', pair: 'uksouth', zones: false },
  westcentralus: { displayName: 'West Central US', pair: 'westus2', zones: false },
  westeurope: { displayName: 'West Europe', pair: 'northeurope', zones: true },
  westindia: { displayName: 'West India', pair: 'southindia', zones: false },
  westus: { displayName: 'West US', pair: 'eastus', zones: false },
  westus2: { displayName: 'West US 2', pair: 'westcentralus', zones: true },
  westus3: { displayName: 'West US 3', pair: 'eastus', zones: true },
};
