/* eslint-disable @typescript-eslint/no-require-imports -- a format and its libraries are loaded when it is asked for */
import { type Format, FORMATS } from './formats';
import { Reporter } from './reporter';

export { type Format, FORMATS };

export const REPORTERS: Readonly<Record<Format, Reporter>> = {
  text: (report, options) => (require('./text') as typeof import('./text')).text(report, options),
  json: (report, options) => (require('./json') as typeof import('./json')).json(report, options),
  sarif: (report, options) => (require('./sarif') as typeof import('./sarif')).sarif(report, options),
  junit: (report, options) => (require('./junit') as typeof import('./junit')).junit(report, options),
  markdown: (report, options) => (require('./markdown') as typeof import('./markdown')).markdown(report, options),
  html: (report, options) => (require('./html') as typeof import('./html')).html(report, options),
  github: (report, options) => (require('./github') as typeof import('./github')).github(report, options),
};
