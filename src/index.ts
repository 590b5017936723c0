export { type AcceptedRisk, type Finding, Outcome, Severity } from './findings/finding';
export * from './matrix';
export * from './policy';
export * from './server';
export { AzurermVersion } from './terraform/azurerm-version';
export { type PrivateEndpointOptions } from './terraform/private-endpoint';
export * from './time';
export * from './validation';
export * from './vault';
