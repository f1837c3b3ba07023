export declare const hostFolder: string;
export declare const codeServer: string;
export declare const chromium: string;
/** The path of a program, or `undefined`. */
export declare function findProgram(name: string): string | undefined;
