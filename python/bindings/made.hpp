#pragma once

#include "register.hpp"

/// \file
/// How objects of the bound classes come to be. pybind11 lets `X.__new__(X)` make an object that holds nothing and
/// then reads what is not there; these attributes of a py::class_ (with py::is_final) make that a TypeError or a value.

namespace jifen::python {

namespace detail {

inline PyObject* refuse_new(PyTypeObject* type, PyObject*, PyObject*) {
    PyErr_Format(PyExc_TypeError, "%s: No constructor defined: only jifen makes it", type->tp_name);
    return nullptr;
}

inline int nothing_to_do(PyObject*, PyObject*, PyObject*) { return 0; }

/// The callable that makes a T; never freed, as types of an extension module are not.
template <class T>
PyObject*& maker() {
    static PyObject* callable = nullptr;
    return callable;
}

template <class T>
PyObject* make_new(PyTypeObject*, PyObject* arguments, PyObject* keywords) {
    return PyObject_Call(maker<T>(), arguments, keywords);
}

} // namespace detail

/// Of a class whose objects only the library makes: `__new__` raises TypeError. pybind11 itself does not ask it.
inline py::custom_type_setup only_made_here() {
    return py::custom_type_setup([](PyHeapTypeObject* heap_type) { heap_type->ht_type.tp_new = detail::refuse_new; });
}

/// A class of such objects.
template <class T>
py::class_<T> made(py::module_& module, const char* name, const char* text) {
    return py::class_<T>(module, name, text, py::is_final(), only_made_here());
}

/// Of a class that Python may construct: `__new__` makes the whole object with the function, `__init__` adds nothing.
template <class T>
py::custom_type_setup made_by(const py::cpp_function& make) {
    detail::maker<T>() = py::object(make).release().ptr();
    return py::custom_type_setup([](PyHeapTypeObject* heap_type) {
        heap_type->ht_type.tp_new = detail::make_new<T>;
        heap_type->ht_type.tp_init = detail::nothing_to_do;
    });
}

} // namespace jifen::python
