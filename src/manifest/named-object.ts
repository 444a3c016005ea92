import { ApiObject } from 'cdk8s';

/**
 * An object of the Kubernetes API that another construct stands for and that is referred to by its name: an `ISecret`, `IConfigMap` or
 * `IServiceAccount` of any cdk8s-plus, made by it or imported; a cdk8s `ApiObject`.
 */
export interface INamedObject {
  /** Its name in the cluster. */
  readonly name: string;
}

/** True if the app makes the object; false if the construct only stands for one that exists (`Secret.fromSecretName`). */
export function isMade(object: INamedObject): boolean {
  return ApiObject.isApiObject(object) || ApiObject.isApiObject((object as { readonly apiObject?: unknown }).apiObject);
}
