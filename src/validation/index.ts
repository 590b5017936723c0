export * from './acknowledgements';
export * from './profile';
export { ReportFormat } from './report-format';
export * from './validator';
