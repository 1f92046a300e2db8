import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NewPerson, Person, SignedInPerson } from '../cognito/people.ts';
import type { QueueTimes } from '../functions/event-source.ts';
import type { FunctionOptions } from '../functions/function.ts';
import type { Outcome } from '../functions/outcome.ts';
import type { Line } from '../http/serve.ts';
import type { AccessKey } from '../iam/access-keys.ts';
import type { Message } from '../inbox/mailbox.ts';
import type { QueueMessage } from '../messaging/broker.ts';
import type { S3Server } from '../s3/server.ts';
import type { Ports } from './ports.ts';

export interface StackOptions {
	/** Holds everything that survives a restart. */
	readonly dataDir: string;
	/** Where the packaged template and the deployment packages are. */
	readonly packageDir: string;
	/** Where the built site is. */
	readonly siteDir: string;
	readonly ports: Ports;
	/** A MySQL server that is there already; otherwise we run one. */
	readonly databaseUrl?: string | undefined;
	/** An S3 server that is there already; otherwise ours. */
	readonly s3Endpoint?: string | undefined;
	/** The data directory is thrown away afterwards. */
	readonly isDisposable?: boolean;
	/** Milliseconds that the vault's time is to be ahead of the machine's. Default: as it was left. */
	readonly clockOffsetMs?: number | undefined;
	/** Who gets an account. Default: as the template says. */
	readonly signUp?: 'invited' | 'open' | undefined;
	/** Runs the template's schedules and the lifecycle rules of its buckets. Default: true. */
	readonly runSchedules?: boolean;
	/** Functions to run for a debugger, by the end of their names, and the project they are written in. */
	readonly debug?: { readonly names: readonly string[]; readonly sourceDir: string };
	/** Limits the rate of requests as the template says. Default: true. */
	readonly throttles?: boolean;
	/** Waits before the retries of asynchronous calls. AWS waits one and two minutes. */
	readonly retryDelaysMs?: readonly number[];
	/** The lines between browsers and the API, and between browsers and S3. Default: there is nothing in between. */
	readonly lines?: { readonly api: Line; readonly storage: Line } | undefined;
	/** How queues hold back messages for functions. Default: as the template says. */
	readonly queueTimes?: QueueTimes | undefined;
	/** Serves the site instead of the built files, and without their security headers. */
	readonly siteMiddleware?: (request: IncomingMessage, response: ServerResponse) => void;
	readonly log: (line: string) => void;
}

export interface Stack {
	readonly siteUrl: string;
	readonly apiUrl: string;
	readonly s3Url: string;
	readonly cognitoUrl: string;
	readonly inboxUrl: string;
	/** Where Lambda's Invoke is answered. */
	readonly lambdaUrl: string;
	/** For looking into the database as its owner. */
	readonly databaseUrl: string;
	readonly region: string;
	readonly bucket: string;
	readonly userPoolId: string;
	readonly userPoolClientId: string;
	/** Our S3 server, for its clock, faults and lifecycle; absent with another S3 server. */
	readonly s3: S3Server | undefined;
	/** A key that may do anything, for looking into buckets, topics and queues. */
	readonly rootKey: AccessKey;
	/** Where `iam-calls.jsonl` and the functions' logs are. */
	readonly dataDir: string;
	/** What a function runs from and with, by its name in the template or the end of it. */
	functionOptions(name: string): FunctionOptions;
	/** Calls a function as Lambda's Invoke does, by its name in the template or the end of it. */
	invoke(name: string, event: unknown): Promise<Outcome>;
	/** Hands a function an event as an asynchronous caller does. */
	invokeAsync(name: string, event: unknown): void;
	/** Sends a message to the queue whose name ends so, from which a function receives. */
	send(queueNameEnd: string, body: string): void;
	/** Hands over what queues hold back, as if its time had passed. */
	hurryQueues(): void;
	/** Resolves when no event is on its way to a function any more. */
	settled(): Promise<void>;
	createPerson(person: NewPerson): Promise<Person>;
	signIn(person: Person): Promise<SignedInPerson>;
	/** What was mailed, newest first. */
	messages(to?: string): readonly Message[];
	/** What waits in the queue whose name ends so. */
	queue(nameEnd: string): Promise<readonly QueueMessage[]>;
	/** The vault's time: the machine's and what it was moved on by. */
	now(): Date;
	/** Moves the vault's time on by so many milliseconds and does what is due by then. */
	advanceClock(byMs: number): Promise<void>;
	/** Takes up the functions packaged since. */
	redeploy(): Promise<void>;
	close(): Promise<void>;
}
