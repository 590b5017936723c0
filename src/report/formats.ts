/** In a file of their own: whoever lists them needn't load what writes them. */
export const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown', 'html', 'github'] as const;

export type Format = (typeof FORMATS)[number];
