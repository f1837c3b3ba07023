import manifest from '../../package.json' with { type: 'json' };

/** This build's version, the same for extension, server and command line. */
export const version: string = manifest.version;
