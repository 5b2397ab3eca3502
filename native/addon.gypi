# The addon: one target a family of ISA flags, since gyp has no flags per file. Paths are relative to the package's top.
{
  'includes': ['sources.json'],
  'target_defaults': {
    'include_dirs': [
      '<(module_root_dir)/native',
      '<!(node -p "require(\'node-api-headers\').include_dir")',
      '<!(node -p "require(\'node-addon-api\').include_dir")'
    ],
    # The third: an exception that cannot reach JavaScript, in a worker that is being terminated, must not end the process.
    'defines': ['NAPI_VERSION=8', 'NAPI_CPP_EXCEPTIONS', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'],
    'cflags_cc': ['<@(common_flags)'],
    'xcode_settings': { 'OTHER_CPLUSPLUSFLAGS': ['<@(common_flags)'], 'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES' },
    'msvs_settings': { 'VCCLCompilerTool': { 'AdditionalOptions': ['<@(common_flags_msvc)'], 'ExceptionHandling': 1 } }
  },
  'targets': [
    {
      'target_name': 'convolt',
      'sources': ['<@(core_sources)', '<@(binding_sources)'],
      'conditions': [
        ['target_arch=="x64"', {
          'sources': ['<@(sse2_sources)'],
          'dependencies': ['convolt_avx2', 'convolt_avx512']
        }],
        ['target_arch=="arm64"', { 'sources': ['<@(neon_sources)'] }],
        ['OS=="linux"', {
          # Node has libgcc_s loaded, and that of this compiler would need a newer C library than the rest does. Hidden
          # symbols let the linker drop what is not used of libstdc++, most of it.
          'ldflags': ['-Wl,-z,nodelete', '-static-libstdc++', '-Wl,--exclude-libs,ALL', '-Wl,--gc-sections', '-s']
        }]
      ]
    }
  ],
  'conditions': [
    ['target_arch=="x64"', {
      'targets': [
        {
          'target_name': 'convolt_avx2',
          'type': 'static_library',
          'sources': ['<@(avx2_sources)'],
          'cflags_cc': ['<@(avx2_flags)'],
          'xcode_settings': { 'OTHER_CPLUSPLUSFLAGS': ['<@(avx2_flags)'] },
          'msvs_settings': { 'VCCLCompilerTool': { 'AdditionalOptions': ['<@(avx2_flags_msvc)'] } }
        },
        {
          'target_name': 'convolt_avx512',
          'type': 'static_library',
          'sources': ['<@(avx512_sources)'],
          'cflags_cc': ['<@(avx512_flags)'],
          'xcode_settings': { 'OTHER_CPLUSPLUSFLAGS': ['<@(avx512_flags)'] },
          'msvs_settings': { 'VCCLCompilerTool': { 'AdditionalOptions': ['<@(avx512_flags_msvc)'] } }
        }
      ]
    }]
  ]
}
