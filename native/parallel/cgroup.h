// The CPU limits of Linux control groups, by which containers are held and which std::thread does not know.
#pragma once

#include <string>

namespace convolt {

/// How many CPUs' time this process may use: the tightest quota (v1 or v2) on the way from its control group up to the
/// root, as each level limits those below. Infinity where there is none.
///
/// @param membership the file that names the groups of the process, /proc/self/cgroup
/// @param root where the groups are mounted, /sys/fs/cgroup
double cgroup_cpus(const std::string& membership, const std::string& root);

}  // namespace convolt
