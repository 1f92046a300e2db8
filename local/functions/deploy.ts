import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Clock } from '../clock/vault-clock.ts';
import type { AccessKey } from '../iam/access-keys.ts';
import type { Resource, Template } from '../template/template.ts';
import { AsyncInvoker, type DestinationRecord } from './async-invoker.ts';
import { unpackBundle } from './bundle.ts';
import { environmentOf } from './environment.ts';
import type { EventStore } from './event-store.ts';
import { LocalFunction } from './function.ts';
import type { Debugged } from './instance.ts';

export interface DeployOptions {
	readonly template: Template;
	/** Where the deployment packages are: `.serverless`. */
	readonly packageDir: string;
	readonly dataDir: string;
	/** The time that functions see. */
	readonly clock: Clock;
	/** Keeps the events of asynchronous calls. */
	readonly events: EventStore;
	/** Temporary credentials of a role. */
	readonly keyOf: (roleArn: string) => AccessKey;
	/** By the SDK's service suffix, e.g. `S3`. */
	readonly endpoints: Readonly<Record<string, string>>;
	/** Variables that stand for something that lives elsewhere on this machine. */
	readonly replace: (
		variables: Readonly<Record<string, string>>,
	) => Readonly<Record<string, string>>;
	readonly retryDelaysMs: readonly number[];
	/** Functions to run for a debugger, by the end of their names, and the project they are written in. */
	readonly debug?: { readonly names: readonly string[]; readonly sourceDir: string } | undefined;
	/** Takes what a function could not do, in the name of its role. */
	readonly sendToDestination: (
		destinationArn: string,
		record: DestinationRecord,
		roleArn: string,
	) => Promise<void>;
}

const Whole = v.union([v.number(), v.pipe(v.string(), v.transform(Number))]);
const FunctionSchema = v.object({
	FunctionName: v.string(),
	Handler: v.string(),
	Role: v.string(),
	Code: v.object({ S3Key: v.string() }),
	Timeout: v.optional(Whole, 3),
	MemorySize: v.optional(Whole, 128),
	ReservedConcurrentExecutions: v.optional(Whole),
	Environment: v.optional(
		v.object({ Variables: v.record(v.string(), v.pipe(v.unknown(), v.transform(String))) }),
		{ Variables: {} },
	),
});
const Destination = v.optional(v.object({ Destination: v.string() }));
const InvokeConfigSchema = v.object({
	FunctionName: v.string(),
	MaximumRetryAttempts: v.optional(Whole, 2),
	DestinationConfig: v.optional(v.object({ OnFailure: Destination, OnSuccess: Destination }), {}),
});

/** As many as two processors keep busy; a template that reserves less gets less. */
const MAX_INSTANCES = 4;

/** A function of the template, ready to be called in both ways. */
export interface DeployedFunction {
	readonly logicalId: string;
	readonly roleArn: string;
	readonly function: LocalFunction;
	readonly async: AsyncInvoker;
}

/** Unpacks every function of the template and gives it its environment and its key. */
export async function deployFunctions(
	options: DeployOptions,
): Promise<readonly DeployedFunction[]> {
	await mkdir(join(options.dataDir, 'logs'), { recursive: true });
	return Promise.all(
		options.template
			.resources('AWS::Lambda::Function')
			.map((resource) => deployOne(resource, options)),
	);
}

/** Replaces the bundles of deployed functions by those packaged since, and restarts them. */
export async function redeploy(
	functions: readonly DeployedFunction[],
	options: Pick<DeployOptions, 'template' | 'packageDir'>,
): Promise<void> {
	const resources = options.template.resources('AWS::Lambda::Function');
	for (const resource of resources) {
		const deployed = functions.find((each) => each.logicalId === resource.logicalId);
		if (!deployed) continue;
		const { Code } = v.parse(FunctionSchema, resource.properties);
		await deployed.function.recycle();
		await unpackBundle(
			join(options.packageDir, basename(Code.S3Key)),
			deployed.function.options.bundleDir,
		);
		if (deployed.function.options.debugged) await deployed.function.warmUp();
	}
}

async function deployOne(resource: Resource, options: DeployOptions): Promise<DeployedFunction> {
	const { template, dataDir } = options;
	const declared = v.parse(FunctionSchema, resource.properties);
	const bundleDir = join(dataDir, 'functions', declared.FunctionName);
	await unpackBundle(join(options.packageDir, basename(declared.Code.S3Key)), bundleDir);
	const variables = declared.Environment.Variables;
	const local = new LocalFunction({
		name: declared.FunctionName,
		arn: resource.attributes.Arn ?? '',
		bundleDir,
		handler: declared.Handler,
		timeoutSeconds: declared.Timeout,
		memorySize: declared.MemorySize,
		debugged: debuggedOf(declared.FunctionName, options),
		maxInstances: Math.min(declared.ReservedConcurrentExecutions ?? Infinity, MAX_INSTANCES),
		clock: options.clock,
		onLog: logTo(join(dataDir, 'logs', `${declared.FunctionName}.log`)),
		environment: environmentOf({
			variables,
			replaced: options.replace(variables),
			functionName: declared.FunctionName,
			handler: declared.Handler,
			bundleDir,
			memorySize: declared.MemorySize,
			region: template.account.region,
			accessKey: options.keyOf(declared.Role),
			endpoints: options.endpoints,
		}),
	});
	return {
		logicalId: resource.logicalId,
		roleArn: declared.Role,
		function: local,
		async: asyncInvoker(local, declared.Role, options),
	};
}

/** Where Node listens for debuggers; the second function takes the port after it. */
const DEBUG_PORT = 9229;

function debuggedOf(functionName: string, { debug }: DeployOptions): Debugged | undefined {
	const index = debug?.names.findIndex((name) => functionName.endsWith(`-${name}`)) ?? -1;
	if (debug === undefined || index < 0) return undefined;
	return { port: DEBUG_PORT + index, sourceDir: debug.sourceDir };
}

function asyncInvoker(
	local: LocalFunction,
	roleArn: string,
	{ template, events, retryDelaysMs, sendToDestination }: DeployOptions,
): AsyncInvoker {
	const config = template
		.resources('AWS::Lambda::EventInvokeConfig')
		.map((each) => v.parse(InvokeConfigSchema, each.properties))
		.find((each) => [local.options.name, local.options.arn].includes(each.FunctionName));
	const onFailure = config?.DestinationConfig.OnFailure?.Destination;
	const onSuccess = config?.DestinationConfig.OnSuccess?.Destination;
	return new AsyncInvoker(local, {
		retries: config?.MaximumRetryAttempts ?? 2,
		retryDelaysMs,
		store: events,
		...(onFailure !== undefined && {
			onFailure: (record) => sendToDestination(onFailure, record, roleArn),
		}),
		...(onSuccess !== undefined && {
			onSuccess: (record) => sendToDestination(onSuccess, record, roleArn),
		}),
	});
}

/** Written synchronously, as in `json-lines.ts`: nothing is under way any more when a function has ended. */
function logTo(file: string): (line: string) => void {
	return (line) => {
		try {
			appendFileSync(file, `${line}\n`);
		} catch {
			// A full disk stops no function.
		}
	};
}
