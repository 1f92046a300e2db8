/** The types of programs.js, which runs before there is a TypeScript. */
export declare const DATABASE_PROGRAMS: readonly string[];
export declare const BROWSERS: readonly string[];
export declare const BROWSER_FOR_TESTS: string;
export declare function findProgram(names: readonly string[]): string | undefined;
export declare function program(name: string): string;
