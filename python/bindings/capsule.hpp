#pragma once

#include "register.hpp"

#include <string>

namespace jifen::python {

/// What a capsule of that name holds; TypeError for anything else.
template <class Struct>
Struct& in_capsule(const py::handle& object, const char* name) {
    void* const held = PyCapsule_IsValid(object.ptr(), name) != 0 ? PyCapsule_GetPointer(object.ptr(), name) : nullptr;
    if (held == nullptr) throw py::type_error(std::string("a capsule named ") + name + " is needed");
    return *static_cast<Struct*>(held);
}

} // namespace jifen::python
