# node-gyp insists on a common.gypi in its --nodedir. The addon uses Node-API only, so this small one stands in for the
# one of a full Node source tree, and no headers are downloaded.
{
  'variables': { 'build_v8_with_gn': 'false' },
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': {
      'Release': {
        'cflags': ['-O2', '-fno-strict-aliasing'],
        'xcode_settings': { 'GCC_OPTIMIZATION_LEVEL': '2' },
        'msvs_settings': { 'VCCLCompilerTool': { 'Optimization': 2, 'RuntimeLibrary': 0 } }
      }
    },
    'conditions': [
      ['OS in "linux freebsd"', { 'cflags': ['-fPIC', '-pthread', '-fvisibility=hidden'], 'ldflags': ['-pthread'] }],
      ['OS=="mac"', { 'xcode_settings': { 'MACOSX_DEPLOYMENT_TARGET': '11.0', 'CLANG_CXX_LIBRARY': 'libc++' } }]
    ]
  }
}
