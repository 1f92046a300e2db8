import { join } from 'node:path';
import { createPerson, signIn, type NewPerson, type Person } from '../cognito/people.ts';
import { openPool, type Pool } from '../cognito/pool.ts';
import { startCognito } from '../cognito/server.ts';
import { openDatabase, type Database } from '../database/open.ts';
import { deployFunctions, redeploy, type DeployOptions } from '../functions/deploy.ts';
import { openEventSources } from '../functions/event-sources.ts';
import { EventStore } from '../functions/event-store.ts';
import { FunctionSet } from '../functions/function-set.ts';
import { startInvokeServer } from '../functions/invoke-server.ts';
import { MessageStore } from '../functions/message-store.ts';
import { requirePermission } from '../functions/permissions.ts';
import { startFunctionSchedules } from '../functions/rules.ts';
import type { RunningSchedules } from '../functions/schedules.ts';
import { tokenChecker } from '../gateway/jwt.ts';
import { readHttpApi } from '../gateway/routes.ts';
import { startGateway } from '../gateway/server.ts';
import type { LocalServer } from '../http/serve.ts';
import { keyFromEnvironment, type AccessKey } from '../iam/access-keys.ts';
import type { ClockControl } from '../inbox/clock-page.ts';
import { Mailbox } from '../inbox/mailbox.ts';
import { startInbox } from '../inbox/server.ts';
import { startKms } from '../kms/server.ts';
import { openMessaging, type Messaging } from '../messaging/open.ts';
import { Subscriptions } from '../messaging/subscriptions.ts';
import { startMonitoring } from '../monitoring/server.ts';
import { startLifecycleRuns } from '../s3/lifecycle-runs.ts';
import type { S3Notification } from '../s3/server.ts';
import type { Origins } from '../site/addresses.ts';
import { CLOUDFRONT } from '../site/distribution.ts';
import { openSite } from '../site/open.ts';
import type { Template } from '../template/template.ts';
import type { LocalAccount } from './account.ts';
import { writeStackFile } from './stack-file.ts';
import type { Stack, StackOptions } from './stack.ts';
import { startStorage, useStorage, type Storage } from './storage.ts';

interface Closable {
	close(): Promise<void>;
}

/** Starts the parts in the order in which they need each other. */
export class StackBuilder {
	readonly #options: StackOptions;
	readonly #account: LocalAccount;
	readonly #mailbox: Mailbox;
	readonly #functions = new FunctionSet();
	readonly #closers: (() => Promise<void> | void)[] = [];
	/** Set where they run by themselves. */
	#schedules: RunningSchedules | undefined;
	#storage: Storage | undefined;

	constructor(options: StackOptions, account: LocalAccount) {
		this.#options = options;
		this.#account = account;
		this.#mailbox = new Mailbox(options.dataDir, account.clock);
	}

	async build(): Promise<Stack> {
		const { template } = this.#account;
		const subscriptions = this.#subscriptions();
		const inbox = await this.#startInbox(subscriptions);
		const database = await this.#keep(
			openDatabase({ ...this.#options, ...this.#account, port: this.#options.ports.database }),
		);
		const { dataDir, log, ports } = this.#options;
		const messaging = await this.#keep(
			openMessaging({ ...this.#account, dataDir, port: ports.messaging, subscriptions, log }),
		);
		const storage = await this.#startStorage();
		this.#storage = storage;
		const kms = await this.#keep(
			startKms({ ...this.#account, account: this.#account.template.account, port: ports.kms, log }),
		);
		const monitoring = await this.#startMonitoring(messaging);
		const events = new EventStore(join(dataDir, 'events.sqlite'));
		this.#closers.push(() => events.close());
		const pool = await openPool({
			...this.#options,
			template,
			mailbox: this.#mailbox,
			invoke: (arn, event) => this.#callFor('cognito-idp.amazonaws.com', arn, event),
		});
		const cognito = await this.#keep(
			startCognito(pool, { port: ports.cognito, log, iam: this.#account }),
		);
		const services = { messaging, storage, kms, monitoring, cognito };
		const deployment = this.#deployment({ events, database, ...services });
		this.#functions.add(await deployFunctions(deployment));
		await this.#connectQueues(messaging);
		await this.#startDebugged();
		this.#closers.push(() => this.#functions.close());

		const lambda = await this.#startInvokeServer();
		const gateway = await this.#startGateway(pool);
		const origins = { api: gateway.origin, cognito: cognito.origin, storage: storage.origin };
		const site = await this.#startSite(pool, origins, deployment.keyOf(CLOUDFRONT));
		if (this.#options.runSchedules !== false) this.#startClocks(storage);
		const stack: Stack = {
			...this.#verbs(pool, { messaging, storage, deployment }),
			siteUrl: site.origin,
			apiUrl: origins.api,
			s3Url: origins.storage,
			cognitoUrl: origins.cognito,
			inboxUrl: inbox.origin,
			lambdaUrl: lambda.origin,
			databaseUrl: database.ownerUrl,
			region: template.account.region,
			bucket: vaultBucket(template),
			userPoolId: pool.id,
			userPoolClientId: clientId(pool),
			s3: storage.server,
			rootKey: deployment.keyOf(this.#account.root),
			dataDir: this.#options.dataDir,
		};
		this.#functions.resume();
		this.#closers.push(writeStackFile(stack));
		return stack;
	}

	/** Last started, first ended: no part loses another that it still uses. */
	async close(): Promise<void> {
		for (const each of this.#closers.splice(0).reverse()) await each();
	}

	async #keep<Part extends Closable>(starting: Promise<Part>): Promise<Part> {
		const part = await starting;
		this.#closers.push(() => part.close());
		return part;
	}

	#subscriptions(): Subscriptions {
		const inboxOrigin = `http://127.0.0.1:${String(this.#options.ports.inbox)}`;
		return new Subscriptions(this.#options.dataDir, this.#mailbox, { inboxOrigin });
	}

	#startInbox(subscriptions: Subscriptions) {
		return this.#keep(
			startInbox({
				mailbox: this.#mailbox,
				port: this.#options.ports.inbox,
				confirmSubscription: (token) => subscriptions.confirm(token) !== undefined,
				unsubscribe: (token) => subscriptions.endByLink(token),
				...(this.#options.s3Endpoint === undefined && { clock: this.#clockControl() }),
			}),
		);
	}

	#clockControl(): ClockControl {
		const { clock } = this.#account;
		return {
			now: () => clock.now(),
			offsetMs: () => clock.offsetMs,
			advance: (byMs) => this.#advanceClock(byMs),
			finishRestores: async () => (await this.#storage?.server?.finishRestores()) ?? 0,
		};
	}

	async #advanceClock(byMs: number): Promise<void> {
		if (this.#options.s3Endpoint !== undefined) {
			throw new Error('Another S3 server goes by its own clock.');
		}
		this.#account.clock.advance(byMs);
		await this.#storage?.server?.applyLifecycle();
		this.#schedules?.look();
	}

	#startStorage(): Promise<Storage> {
		const { dataDir, log, ports, s3Endpoint } = this.#options;
		const { template, keys, authorize, clock } = this.#account;
		if (s3Endpoint !== undefined) return this.#keep(useStorage(s3Endpoint, { template, log }));
		const onEvent = (notification: S3Notification): void => this.#functions.accept(notification);
		const port = ports.s3;
		return this.#keep(
			startStorage({
				template,
				dataDir,
				port,
				keys,
				authorize,
				clock,
				onEvent,
				line: this.#options.lines?.storage,
				log,
			}),
		);
	}

	/** As a service calls a function and waits. Rejects with what it threw. */
	async #callFor(service: string, functionArn: string, event: unknown): Promise<unknown> {
		requirePermission(this.#account.template, functionArn, service);
		const outcome = await this.#functions.byArn(functionArn).function.invoke(event);
		if (outcome.ok) return outcome.payload;
		throw new Error(outcome.error.errorMessage);
	}

	#startInvokeServer(): Promise<LocalServer> {
		const { log, ports } = this.#options;
		const functions = this.#functions;
		return this.#keep(startInvokeServer({ ...this.#account, port: ports.lambda, functions, log }));
	}

	#startMonitoring(messaging: Messaging): Promise<LocalServer> {
		const { log, ports } = this.#options;
		const depthOf = async (queue: string) => (await messaging.peek(queue)).length;
		return this.#keep(startMonitoring({ ...this.#account, port: ports.monitoring, depthOf, log }));
	}

	async #connectQueues(messaging: Messaging): Promise<void> {
		const { dataDir, queueTimes: times } = this.#options;
		const store = new MessageStore(join(dataDir, 'messages.sqlite'));
		this.#closers.push(() => store.close());
		const sendTo = (queueArn: string, body: string) => messaging.send(queueArn, body);
		const functions = this.#functions;
		functions.connect(
			await openEventSources({ ...this.#account, functions, store, times, sendTo }),
		);
	}

	/** Rejects where there is no function of that name. */
	async #startDebugged(): Promise<void> {
		for (const name of this.#options.debug?.names ?? []) {
			const { function: debugged } = this.#functions.byName(name);
			await debugged.warmUp();
			const port = String(debugged.options.debugged?.port);
			this.#options.log(`${name} runs from its sources, with a debugger's port: 127.0.0.1:${port}`);
		}
	}

	#deployment(parts: {
		readonly events: EventStore;
		readonly database: Database;
		readonly messaging: Messaging;
		readonly storage: Storage;
		readonly kms: LocalServer;
		readonly monitoring: LocalServer;
		readonly cognito: LocalServer;
	}): DeployOptions {
		const { template, keys, authorize, root, clock } = this.#account;
		const { events, database, messaging, storage, kms, monitoring, cognito } = parts;
		// Another S3 server knows one key only, and none of our roles.
		const oneKey = storage.server ? undefined : keys.register(keyFromEnvironment(), root);
		return {
			template,
			packageDir: this.#options.packageDir,
			dataDir: this.#options.dataDir,
			events,
			clock,
			keyOf: (principal) => oneKey ?? keys.issue(principal),
			endpoints: {
				S3: storage.origin,
				SNS: messaging.origin,
				SQS: messaging.origin,
				KMS: kms.origin,
				CLOUDWATCH: monitoring.origin,
				EVENTBRIDGE: monitoring.origin,
				COGNITO_IDENTITY_PROVIDER: cognito.origin,
			},
			replace: (variables) => ({
				...database.replace(variables),
				...storage.replace(variables),
				...(this.#options.throttles === false && { PERSON_LIMITS: 'off' }),
			}),
			retryDelaysMs: this.#options.retryDelaysMs ?? [1000, 2000],
			debug: this.#options.debug,
			sendToDestination: async (arn, record, principal) => {
				const question = { principal, action: 'sqs:SendMessage', resource: arn, context: {} };
				if (!(await authorize(question))) throw new Error(`${principal} may not write to ${arn}`);
				await messaging.send(arn, JSON.stringify(record));
			},
		};
	}

	#startGateway(pool: Pool) {
		const api = readHttpApi(this.#account.template);
		const routes = api.routes.map((route) => ({ ...route, throttle: undefined }));
		return this.#keep(
			startGateway({
				api: this.#options.throttles === false ? { ...api, routes } : api,
				port: this.#options.ports.api,
				line: this.#options.lines?.api,
				checkToken: tokenChecker(() => pool.key.jwks),
				invoke: (arn, event, person) =>
					this.#functions.byArn(arn).function.invoke(event, { person }),
				log: this.#options.log,
			}),
		);
	}

	#startSite(pool: Pool, origins: Origins, cloudFrontKey: AccessKey) {
		const { template } = this.#account;
		const { log, ports, siteDir, siteMiddleware: middleware } = this.#options;
		return this.#keep(
			openSite(template, {
				port: ports.site,
				log,
				clock: this.#account.clock,
				directory: siteDir,
				origins,
				cloudFrontKey,
				config: () => ({
					apiUrl: origins.api,
					region: template.account.region,
					userPoolId: pool.id,
					userPoolClientId: clientId(pool),
					userPoolEndpoint: origins.cognito,
					signUp: pool.isOpen ? 'open' : 'invited',
					bucketOrigin: origins.storage,
				}),
				...(middleware && { middleware }),
			}),
		);
	}

	/** Everything that happens by itself. */
	#startClocks(storage: Storage): void {
		const { dataDir, log } = this.#options;
		const file = join(dataDir, 'schedules.json');
		const { template, clock } = this.#account;
		const schedules = startFunctionSchedules(template, this.#functions, { file, log, clock });
		this.#schedules = schedules;
		this.#closers.push(() => schedules.close());
		if (storage.server) this.#closers.push(startLifecycleRuns(storage.server, log));
	}

	#verbs(
		pool: Pool,
		parts: {
			readonly messaging: Messaging;
			readonly storage: Storage;
			readonly deployment: DeployOptions;
		},
	) {
		const functions = this.#functions;
		return {
			functionOptions: (name: string) => functions.byName(name).function.options,
			invoke: (name: string, event: unknown) => functions.byName(name).function.invoke(event),
			invokeAsync: (name: string, event: unknown) => functions.byName(name).async.accept(event),
			send: (nameEnd: string, body: string) => functions.queue(nameEnd).send(body),
			hurryQueues: () => functions.hurry(),
			settled: async () => {
				await parts.storage.server?.settleEvents();
				await functions.settled();
			},
			createPerson: (person: NewPerson) => Promise.resolve(createPerson(pool, person)),
			signIn: (person: Person) => Promise.resolve(signIn(pool, person)),
			now: () => this.#account.clock.now(),
			advanceClock: (byMs: number) => this.#advanceClock(byMs),
			messages: (to?: string) => this.#mailbox.list(to),
			queue: (nameEnd: string) => parts.messaging.peek(nameEnd),
			redeploy: () => redeploy(functions.all, parts.deployment),
			close: () => this.close(),
		};
	}
}

function clientId(pool: Pool): string {
	const [client] = pool.clients;
	if (!client) throw new Error('The template declares no AWS::Cognito::UserPoolClient');
	return client.id;
}

/** The bucket that browsers talk to. Others hold the site and what is deployed. */
function vaultBucket(template: Template): string {
	const found = template
		.resources('AWS::S3::Bucket')
		.find(({ properties }) => properties.CorsConfiguration !== undefined);
	if (!found) throw new Error('The template declares no bucket that browsers may talk to');
	return found.ref;
}
