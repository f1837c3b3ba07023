// What `import.meta.url` is replaced by in the CommonJS bundles.
export const __bundleUrl = require('node:url').pathToFileURL(__filename).href;
