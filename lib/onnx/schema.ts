/**
 * The messages of ONNX that this library reads and writes, and their description for protobufjs. Fields that are not here
 * are skipped where they are read.
 *
 * @see https://onnx.ai/onnx/api/classes.html
 */
import type { INamespace, IType } from 'protobufjs/light.js';

/** A 64-bit integer: decoded as a Long, encoded from either. See {@link toInteger}. */
export type Integer = number | LongInteger;

/** What of `long`'s Long is used here. */
export interface LongInteger {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
  toNumber(): number;
}

export interface ModelProto {
  irVersion?: Integer;
  producerName?: string;
  producerVersion?: string;
  domain?: string;
  modelVersion?: Integer;
  docString?: string;
  graph?: GraphProto | null;
  opsetImport?: OperatorSetIdProto[];
  metadataProps?: StringStringEntryProto[];
  functions?: FunctionProto[];
}

export interface OperatorSetIdProto {
  domain?: string;
  version?: Integer;
}

export interface StringStringEntryProto {
  key?: string;
  value?: string;
}

/** A function of nodes that the model brings along. Only its name is read, to say that it is there. */
export interface FunctionProto {
  name?: string;
  domain?: string;
}

export interface GraphProto {
  node?: NodeProto[];
  name?: string;
  initializer?: TensorProto[];
  sparseInitializer?: SparseTensorProto[];
  docString?: string;
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
  valueInfo?: ValueInfoProto[];
}

export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  opType?: string;
  domain?: string;
  attribute?: AttributeProto[];
  docString?: string;
}

/** What an attribute's `type` can be. */
export const attributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
  TENSORS: 9,
  GRAPHS: 10,
} as const;

export interface AttributeProto {
  name?: string;
  refAttrName?: string;
  docString?: string;
  /** One of {@link attributeType}. */
  type?: number;
  f?: number;
  i?: Integer;
  s?: Uint8Array;
  t?: TensorProto | null;
  g?: GraphProto | null;
  floats?: number[];
  ints?: Integer[];
  strings?: Uint8Array[];
}

export interface TensorProto {
  dims?: Integer[];
  /** One of the numbers of `dtypes.ts`. */
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  stringData?: Uint8Array[];
  int64Data?: Integer[];
  name?: string;
  docString?: string;
  rawData?: Uint8Array;
  doubleData?: number[];
  uint64Data?: Integer[];
  externalData?: StringStringEntryProto[];
  /** 1: the data is in another file. */
  dataLocation?: number;
}

/** Only its name is read, to say that it is there. */
export interface SparseTensorProto {
  values?: TensorProto | null;
}

export interface ValueInfoProto {
  name?: string;
  type?: TypeProto | null;
  docString?: string;
}

/** Sequences, maps and optionals are no tensors: of them only the kind is known. */
export interface TypeProto {
  tensorType?: { elemType?: number; shape?: TensorShapeProto | null } | null;
}

export interface TensorShapeProto {
  dim?: { dimValue?: Integer; dimParam?: string }[];
}

const list = (type: string, id: number, packed = false) => ({
  rule: 'repeated',
  type,
  id,
  options: { packed },
});
const one = (type: string, id: number) => ({ type, id });

const types: Record<string, Pick<IType, 'fields' | 'oneofs'>> = {
  ModelProto: {
    fields: {
      irVersion: one('int64', 1),
      producerName: one('string', 2),
      producerVersion: one('string', 3),
      domain: one('string', 4),
      modelVersion: one('int64', 5),
      docString: one('string', 6),
      graph: one('GraphProto', 7),
      opsetImport: list('OperatorSetIdProto', 8),
      metadataProps: list('StringStringEntryProto', 14),
      functions: list('FunctionProto', 25),
    },
  },
  OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
  StringStringEntryProto: { fields: { key: one('string', 1), value: one('string', 2) } },
  FunctionProto: { fields: { name: one('string', 1), domain: one('string', 10) } },
  GraphProto: {
    fields: {
      node: list('NodeProto', 1),
      name: one('string', 2),
      initializer: list('TensorProto', 5),
      docString: one('string', 10),
      input: list('ValueInfoProto', 11),
      output: list('ValueInfoProto', 12),
      valueInfo: list('ValueInfoProto', 13),
      sparseInitializer: list('SparseTensorProto', 15),
    },
  },
  NodeProto: {
    fields: {
      input: list('string', 1),
      output: list('string', 2),
      name: one('string', 3),
      opType: one('string', 4),
      attribute: list('AttributeProto', 5),
      docString: one('string', 6),
      domain: one('string', 7),
    },
  },
  AttributeProto: {
    fields: {
      name: one('string', 1),
      f: one('float', 2),
      i: one('int64', 3),
      s: one('bytes', 4),
      t: one('TensorProto', 5),
      g: one('GraphProto', 6),
      floats: list('float', 7),
      ints: list('int64', 8),
      strings: list('bytes', 9),
      docString: one('string', 13),
      type: one('int32', 20),
      refAttrName: one('string', 21),
    },
  },
  TensorProto: {
    fields: {
      dims: list('int64', 1),
      dataType: one('int32', 2),
      floatData: list('float', 4, true),
      int32Data: list('int32', 5, true),
      stringData: list('bytes', 6),
      int64Data: list('int64', 7, true),
      name: one('string', 8),
      rawData: one('bytes', 9),
      doubleData: list('double', 10, true),
      uint64Data: list('uint64', 11, true),
      docString: one('string', 12),
      externalData: list('StringStringEntryProto', 13),
      dataLocation: one('int32', 14),
    },
  },
  SparseTensorProto: { fields: { values: one('TensorProto', 1) } },
  ValueInfoProto: {
    fields: { name: one('string', 1), type: one('TypeProto', 2), docString: one('string', 3) },
  },
  TypeProto: { fields: { tensorType: one('TensorTypeProto', 1) } },
  TensorTypeProto: { fields: { elemType: one('int32', 1), shape: one('TensorShapeProto', 2) } },
  TensorShapeProto: { fields: { dim: list('DimensionProto', 1) } },
  DimensionProto: {
    fields: { dimValue: one('int64', 1), dimParam: one('string', 2) },
    oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
  },
};

/** The messages for protobufjs. In proto2 a field that holds 0 is there, and is written. */
export const description: INamespace = {
  nested: Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { edition: 'proto2', ...type }]),
  ),
};
