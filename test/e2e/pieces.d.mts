export declare const hostFolder: string;
export declare const codeServer: string;
export declare const chromium: string;
