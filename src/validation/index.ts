export * from './acknowledgements';
export * from './profile';
export * from './validator';
