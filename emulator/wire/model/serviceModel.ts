/** A service's shapes as generateModel.mjs writes them. */
export interface ServiceModel {
  source: string;
  targetPrefix?: string;
  signingName: string;
  apiVersion: string;
  operations: Record<string, { input?: string; output?: string; errors: string[] }>;
  /** Operations that the service has and the model leaves out. */
  otherOperations: string[];
  shapes: Record<string, Shape>;
}

export interface Shape {
  type: string;
  members?: Record<string, string>;
  required?: string[];
  union?: boolean;
  document?: boolean;
  member?: string;
  key?: string;
  value?: string;
  enum?: string[];
  min?: number;
  max?: number;
  pattern?: string;
}
