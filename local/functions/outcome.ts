/** An error as the Lambda runtime reports it. */
export interface FunctionError {
	readonly errorType: string;
	readonly errorMessage: string;
	readonly stackTrace?: readonly string[];
}

/** What one invocation came to. `payload` is the handler's result after a trip through JSON. */
export type Outcome =
	| { readonly ok: true; readonly payload: unknown }
	| { readonly ok: false; readonly error: FunctionError };

/** The serialisable part of Lambda's context object. */
export interface InvocationContext {
	readonly awsRequestId: string;
	readonly functionName: string;
	readonly functionVersion: '$LATEST';
	readonly invokedFunctionArn: string;
	readonly memoryLimitInMB: string;
	readonly logGroupName: string;
	readonly logStreamName: string;
	/** After so long the instance is killed. No moment, as a person may move the clock meanwhile. */
	readonly timeoutMs: number;
}

/** From the runner to the instance, one at a time. */
export interface InvokeMessage {
	readonly event: unknown;
	readonly context: InvocationContext;
	/** How far the instance's `Date` is ahead of this machine's, for the whole invocation. */
	readonly clockOffsetMs: number;
}

/** From the instance to the runner. `payload` is JSON text, as it is on AWS. */
export type InstanceMessage =
	| { readonly kind: 'ready' }
	| { readonly kind: 'result'; readonly payload: string }
	| { readonly kind: 'error'; readonly error: FunctionError };
