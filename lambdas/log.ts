import { Logger } from '@aws-lambda-powertools/logger';

/**
 * One line of JSON per thing that happened. Never a token, an address that was signed, a body or a name
 * that somebody gave a file.
 */
export const log = new Logger();
